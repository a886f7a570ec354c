package io.mongoodm.internal.mapping;

import org.bson.BsonType;

/** The names of BSON types in messages. */
final class BsonTypes {
    private BsonTypes() {}

    static String name(BsonType type) {
        return switch (type) {
            case DOUBLE -> "double";
            case STRING -> "string";
            case DOCUMENT -> "document";
            case ARRAY -> "array";
            case BINARY -> "binary";
            case UNDEFINED -> "undefined";
            case OBJECT_ID -> "ObjectId";
            case BOOLEAN -> "boolean";
            case DATE_TIME -> "date";
            case NULL -> "null";
            case REGULAR_EXPRESSION -> "regular expression";
            case DB_POINTER -> "DBPointer";
            case JAVASCRIPT, JAVASCRIPT_WITH_SCOPE -> "JavaScript";
            case SYMBOL -> "symbol";
            case INT32 -> "int32";
            case TIMESTAMP -> "timestamp";
            case INT64 -> "int64";
            case DECIMAL128 -> "decimal128";
            case MIN_KEY -> "MinKey";
            case MAX_KEY -> "MaxKey";
            case END_OF_DOCUMENT -> "the end of the document";
        };
    }
}
