package io.mongoodm.internal.validation;

import io.mongoodm.internal.mapping.Shape;
import java.util.List;
import org.bson.BsonType;

/** How errors speak of types. */
final class Words {
    private Words() {}

    static String of(BsonType type) {
        return switch (type) {
            case INT32 -> "an int";
            case INT64 -> "a long";
            case DOUBLE -> "a double";
            case DECIMAL128 -> "a decimal";
            case STRING -> "a string";
            case BOOLEAN -> "a boolean";
            case OBJECT_ID -> "an ObjectId";
            case DATE_TIME -> "a date";
            case TIMESTAMP -> "a timestamp";
            case BINARY -> "a binary value";
            case ARRAY -> "a list";
            case DOCUMENT -> "a document";
            case REGULAR_EXPRESSION -> "a regular expression";
            case NULL -> "null";
            default -> "a value of type " + type;
        };
    }

    static String of(List<Shape> shapes) {
        return shapes.isEmpty() ? "nothing" : of(shapes.getFirst());
    }

    static String of(Shape shape) {
        return switch (shape) {
            case Shape.Scalar scalar -> of(scalar.type());
            case Shape.Elements elements -> "a list, each element " + of(elements.element());
            case Shape.Entries entries -> "a map, each value " + of(entries.value());
            case Shape.Parts parts ->
                "a document of " + String.join(" and ", parts.parts().keySet());
            case Shape.Embedded embedded -> withArticle(embedded.type().getSimpleName());
            case Shape.Open open -> "anything";
        };
    }

    private static String withArticle(String noun) {
        return ("AEIO".indexOf(Character.toUpperCase(noun.charAt(0))) < 0 ? "a " : "an ") + noun;
    }

    /** Returns what to do about a value of a wrong type. */
    static String remedy(Shape shape, BsonType given) {
        return switch (shape) {
            case Shape.Scalar scalar -> remedy(scalar, given);
            case Shape.Elements elements ->
                "give one element or the whole list; an element is " + of(elements.element());
            case Shape.Entries entries -> "give a map, or name one of its keys in the path";
            case Shape.Parts parts -> "give " + of(parts) + ", or name one of them in the path";
            case Shape.Embedded embedded ->
                "give a whole " + embedded.type().getSimpleName() + ", or name one of its fields in the path";
            case Shape.Open open -> "give another value";
        };
    }

    private static String remedy(Shape.Scalar scalar, BsonType given) {
        if (scalar.isNumber()) {
            return "give a number";
        }
        return scalar.type() == BsonType.OBJECT_ID && given == BsonType.STRING
                ? "give an ObjectId, such as new ObjectId(text)"
                : "give " + of(scalar.type());
    }
}
