/** Records as MongoDB documents, on the synchronous driver. */
@SuppressWarnings({"module", "requires-automatic", "requires-transitive-automatic"})
module io.mongoodm.api {
    requires transitive org.mongodb.bson;
    requires transitive org.mongodb.driver.core;
    requires transitive org.mongodb.driver.sync.client;
    requires static org.mongodb.bson.record.codec;
    requires static transitive org.jspecify;
    requires org.objectweb.asm;

    exports io.mongoodm;
    exports io.mongoodm.annotation;
    exports io.mongoodm.query;
    exports io.mongoodm.internal.execution to
            io.mongoodm.vthreads;
}
