package io.mongoodm.internal.validation;

import io.mongoodm.internal.mapping.ComponentModel;
import io.mongoodm.internal.mapping.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonNumber;
import org.bson.BsonType;
import org.bson.BsonValue;

/** Whether the record could be read after a value is stored: the rule of updates. Numbers get the stored type. */
final class StoredValue {
    private final PathWalk walk;

    /** @param walk knows the names in nested documents */
    StoredValue(PathWalk walk) {
        this.walk = walk;
    }

    /** The rule for a value that will be the stored one: its type fits, and the codec that reads the field takes it. */
    Fitted whole(Target target, BsonValue value, Place place) {
        Fitted fitted = fit(target, value, place);
        return fitted instanceof Fitted.Yes yes && !value.isNull() ? readable(target.shapes(), yes) : fitted;
    }

    /** The rule for a value that will be an element of a list. */
    Fitted element(Target list, BsonValue value, Place place) {
        Fitted fitted = value.isNull() ? new Fitted.Yes(value) : fit(list.elements(), value, place);
        if (!(fitted instanceof Fitted.Yes yes) || list.isOpen()) {
            return fitted;
        }
        List<Shape> lists =
                list.shapes().stream().filter(Shape.Elements.class::isInstance).toList();
        Fitted read = readable(lists, new Fitted.Yes(new BsonArray(List.of(yes.value()))));
        return read instanceof Fitted.Yes ? yes : read;
    }

    private static Fitted readable(List<Shape> shapes, Fitted.Yes fitted) {
        String fault = null;
        for (Shape shape : shapes) {
            fault = shape.fault(fitted.value());
            if (fault == null) {
                return fitted;
            }
        }
        return fault == null
                ? fitted
                : new Fitted.No("could not be read afterwards: " + fault, "give a value that can be read");
    }

    Fitted fit(Target target, BsonValue value, Place place) {
        if (value.isNull()) {
            return target.acceptsNull()
                    ? new Fitted.Yes(value)
                    : new Fitted.No("is required and cannot be null", "declare it @Nullable, or give a value");
        }
        return fit(target.shapes(), value, place);
    }

    Fitted fit(List<Shape> shapes, BsonValue value, Place place) {
        Fitted last = new Fitted.Yes(value);
        for (Shape shape : shapes) {
            last = shape instanceof Shape.Embedded && value.isDocument()
                    ? document(shapes, value.asDocument(), place)
                    : fit(shape, value, place);
            if (last instanceof Fitted.Yes) {
                return last;
            }
        }
        return last;
    }

    private Fitted fit(Shape shape, BsonValue value, Place place) {
        return switch (shape) {
            case Shape.Open open -> new Fitted.Yes(value);
            case Shape.Scalar scalar -> scalar(scalar, value);
            case Shape.Elements elements ->
                value.isArray() ? array(elements, value.asArray(), place) : no(shape, value);
            case Shape.Entries entries ->
                value.isDocument() ? map(entries, value.asDocument(), place) : no(shape, value);
            case Shape.Parts parts -> value.isDocument() ? new Fitted.Yes(value) : no(shape, value);
            case Shape.Embedded embedded ->
                value.isDocument() ? document(List.of(shape), value.asDocument(), place) : no(shape, value);
        };
    }

    private static Fitted scalar(Shape.Scalar scalar, BsonValue value) {
        if (!scalar.isNumber() || !(value instanceof BsonNumber number)) {
            return scalar.type() == value.getBsonType() ? new Fitted.Yes(value) : no(scalar, value);
        }
        Optional<BsonValue> exact = ExactNumber.in(scalar.type(), number);
        return exact.isPresent()
                ? new Fitted.Yes(exact.get())
                : new Fitted.No(
                        "is stored as " + Words.of(scalar) + ", which cannot hold this "
                                + Words.of(value.getBsonType()).replaceFirst("an? ", "") + " exactly",
                        "give " + Words.of(scalar));
    }

    private Fitted array(Shape.Elements elements, BsonArray array, Place place) {
        BsonArray fitted = new BsonArray(new ArrayList<>(array.size()));
        for (BsonValue element : array) {
            switch (element.isNull() ? new Fitted.Yes(element) : fit(elements.element(), element, place)) {
                case Fitted.Yes yes -> fitted.add(yes.value());
                case Fitted.No no -> {
                    return inside("has elements, one of which ", no);
                }
            }
        }
        return new Fitted.Yes(fitted);
    }

    private Fitted map(Shape.Entries entries, BsonDocument document, Place place) {
        BsonDocument fitted = new BsonDocument();
        for (Map.Entry<String, BsonValue> entry : document.entrySet()) {
            BsonValue value = entry.getValue();
            switch (value.isNull() ? new Fitted.Yes(value) : fit(entries.value(), value, place)) {
                case Fitted.Yes yes -> fitted.put(entry.getKey(), yes.value());
                case Fitted.No no -> {
                    return inside("has entries, one of which ", no);
                }
            }
        }
        return new Fitted.Yes(fitted);
    }

    private Fitted document(List<Shape> shapes, BsonDocument document, Place place) {
        List<Shape> embedded =
                shapes.stream().filter(Shape.Embedded.class::isInstance).toList();
        BsonDocument fitted = new BsonDocument();
        Set<String> missing = required(embedded);
        for (Map.Entry<String, BsonValue> entry : document.entrySet()) {
            Place inner = place.at(entry.getKey());
            Target target = walk.step(embedded, entry.getKey(), inner);
            switch (fit(target, entry.getValue(), inner)) {
                case Fitted.Yes yes -> fitted.put(target.path(), yes.value());
                case Fitted.No no -> {
                    return inside("has a field \"" + entry.getKey() + "\" which ", no);
                }
            }
            missing.remove(target.path());
        }
        return missing.isEmpty()
                ? new Fitted.Yes(fitted)
                : new Fitted.No(
                        "is stored as " + Words.of(embedded) + ", whose required \""
                                + missing.iterator().next() + "\" is missing",
                        "give all required fields, or name one field in the path");
    }

    /** Returns what every document of these shapes has to hold; of several variants, what all of them need. */
    private static Set<String> required(List<Shape> shapes) {
        Set<String> required = new TreeSet<>();
        if (shapes.size() == 1 && shapes.getFirst() instanceof Shape.Embedded embedded) {
            if (embedded.tagField() != null) {
                required.add(embedded.tagField());
            }
            if (embedded.type().isRecord()) {
                for (String name : embedded.storedNames()) {
                    List<ComponentModel> components = embedded.fields(name);
                    if (components.stream().allMatch(ComponentModel::needsField)) {
                        required.add(name);
                    }
                }
            }
        }
        return required;
    }

    private static Fitted inside(String where, Fitted.No no) {
        return new Fitted.No(where + no.fact(), no.remedy());
    }

    private static Fitted no(Shape shape, BsonValue value) {
        BsonType given = value.getBsonType();
        String remedy = shape instanceof Shape.Elements elements
                ? "give the whole list; an element is " + Words.of(elements.element())
                : Words.remedy(shape, given);
        return new Fitted.No("is stored as " + Words.of(shape) + " and cannot hold " + Words.of(given), remedy);
    }
}
