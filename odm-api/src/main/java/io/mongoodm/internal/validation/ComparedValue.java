package io.mongoodm.internal.validation;

import io.mongoodm.internal.mapping.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonType;
import org.bson.BsonValue;

/** Whether the server could compare a value with what is stored: the rule of filters. */
final class ComparedValue {
    private final PathWalk walk;
    private final boolean patterns;

    /**
     * @param walk knows the names in nested documents
     * @param patterns whether a regular expression stands for the strings that it matches
     */
    ComparedValue(PathWalk walk, boolean patterns) {
        this.walk = walk;
        this.patterns = patterns;
    }

    Fitted fit(List<Shape> shapes, BsonValue value, Place place) {
        Fitted last = new Fitted.Yes(value);
        for (Shape shape : shapes) {
            // records that share a name are looked at together, or a field of the second would be unknown to the first
            last = shape instanceof Shape.Embedded && value.isDocument()
                    ? document(embedded(shapes), value.asDocument(), place)
                    : fit(shape, value, place);
            if (last instanceof Fitted.Yes) {
                return last;
            }
        }
        return last;
    }

    private static List<Shape> embedded(List<Shape> shapes) {
        return shapes.size() == 1
                ? shapes
                : shapes.stream().filter(Shape.Embedded.class::isInstance).toList();
    }

    private Fitted fit(Shape shape, BsonValue value, Place place) {
        if (isUniversal(value.getBsonType())) {
            return new Fitted.Yes(value);
        }
        return switch (shape) {
            case Shape.Open open -> new Fitted.Yes(value);
            case Shape.Scalar scalar -> fits(scalar, value.getBsonType()) ? new Fitted.Yes(value) : no(shape, value);
            case Shape.Elements elements -> list(elements, value, place);
            case Shape.Entries entries ->
                value.isDocument() ? map(entries, value.asDocument(), place) : no(shape, value);
            case Shape.Parts parts -> value.isDocument() ? new Fitted.Yes(value) : no(shape, value);
            case Shape.Embedded embedded ->
                value.isDocument() ? document(List.of(embedded), value.asDocument(), place) : no(shape, value);
        };
    }

    /** Null fits every component, and the two ends of the order are comparable with everything. */
    private static boolean isUniversal(BsonType type) {
        return type == BsonType.NULL || type == BsonType.MIN_KEY || type == BsonType.MAX_KEY;
    }

    private boolean fits(Shape.Scalar scalar, BsonType given) {
        if (scalar.isNumber()) {
            return new Shape.Scalar(given).isNumber();
        }
        return scalar.type() == given
                || (scalar.type() == BsonType.STRING
                        && (given == BsonType.SYMBOL || (patterns && given == BsonType.REGULAR_EXPRESSION)));
    }

    private Fitted list(Shape.Elements elements, BsonValue value, Place place) {
        if (value.isArray()) {
            Fitted whole = array(elements, value.asArray(), place);
            if (whole instanceof Fitted.Yes) {
                return whole;
            }
        }
        Fitted one = fit(elements.element(), value, place);
        return one instanceof Fitted.No && !value.isDocument() ? no(elements, value) : one;
    }

    private Fitted array(Shape.Elements elements, BsonArray array, Place place) {
        BsonArray fitted = new BsonArray(new ArrayList<>(array.size()));
        for (BsonValue element : array) {
            switch (fit(elements.element(), element, place)) {
                case Fitted.Yes yes -> fitted.add(yes.value());
                case Fitted.No no -> {
                    return no;
                }
            }
        }
        return new Fitted.Yes(fitted);
    }

    private Fitted map(Shape.Entries entries, BsonDocument document, Place place) {
        BsonDocument fitted = new BsonDocument();
        for (Map.Entry<String, BsonValue> entry : document.entrySet()) {
            switch (fit(entries.value(), entry.getValue(), place)) {
                case Fitted.Yes yes -> fitted.put(entry.getKey(), yes.value());
                case Fitted.No no -> {
                    return no;
                }
            }
        }
        return new Fitted.Yes(fitted);
    }

    private Fitted document(List<Shape> embedded, BsonDocument document, Place place) {
        BsonDocument fitted = new BsonDocument();
        for (Map.Entry<String, BsonValue> entry : document.entrySet()) {
            Place inner = place.at(entry.getKey());
            Target target = walk.step(embedded, entry.getKey(), inner);
            switch (fit(target.shapes(), entry.getValue(), inner)) {
                case Fitted.Yes yes -> fitted.put(target.path(), yes.value());
                case Fitted.No no -> {
                    return no;
                }
            }
        }
        return new Fitted.Yes(fitted);
    }

    private static Fitted no(Shape shape, BsonValue value) {
        return new Fitted.No(
                "is stored as " + Words.of(shape) + " and cannot be compared with " + Words.of(value.getBsonType()),
                Words.remedy(shape, value.getBsonType()));
    }
}
