/** Futures that cancel, asynchronous iterators and transaction scopes over the blocking ODM. */
@SuppressWarnings({"module", "requires-automatic", "requires-transitive-automatic"})
module io.mongoodm.vthreads {
    requires transitive io.mongoodm.api;
    requires static transitive org.jspecify;

    exports io.mongoodm.vthreads;
}
