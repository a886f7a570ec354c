package io.mongoodm.internal.relations;

import io.mongoodm.internal.mapping.ModelType;
import java.util.List;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonValue;

/** How related documents are found. The execution implements it through its door, honouring the call's session. */
public interface RelatedDocuments {
    /**
     * Runs finds that do not depend on each other, at once or in order, and returns their documents in the order of the
     * requests. The first failure fails the call.
     */
    List<? extends List<?>> findAll(List<Request<?>> requests);

    /**
     * One find.
     *
     * @param target the model of the documents; filters that it needs on its tags are the finder's to add
     * @param field the stored name of the field, dotted where nested, that has to equal one of the values
     * @param values at least one, without duplicates or null
     */
    record Request<R>(ModelType<R> target, String field, List<BsonValue> values) {
        /** Returns the filter: {@code {field: {$in: values}}}. */
        public BsonDocument filter() {
            return new BsonDocument(field, new BsonDocument("$in", new BsonArray(values)));
        }
    }
}
