package io.mongoodm.query;

import static io.mongoodm.query.Operands.document;
import static io.mongoodm.query.Operands.encode;
import static io.mongoodm.query.Operands.encodeAll;
import static java.util.Objects.requireNonNull;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Sorts;
import com.mongodb.client.model.geojson.Geometry;
import com.mongodb.client.model.geojson.Point;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.bson.BsonType;
import org.bson.BsonValue;
import org.bson.codecs.configuration.CodecRegistry;
import org.bson.conversions.Bson;
import org.jspecify.annotations.NonNull;
import org.jspecify.annotations.Nullable;

/** What all typed fields share: filters and sorts. Its subclasses add the updates of single values and of collections. */
class PlaceField<T, R extends @Nullable Object> implements FieldPath<T, R> {
    final Trail trail;

    PlaceField(Trail trail) {
        this.trail = trail;
    }

    @Override
    public String path() {
        return trail.path();
    }

    @Override
    public StoredField stored(Class<?> documentClass, CodecRegistry registry) {
        return trail.stored(documentClass, registry);
    }

    @Override
    public Bson eq(R value) {
        return expression("eq", field -> {
            BsonValue operand = encode(field.codec(), value);
            return document(field.name(), Operands.isAmbiguous(operand) ? document("$eq", operand) : operand);
        });
    }

    @Override
    public Bson ne(R value) {
        return expression("ne", field -> operator(field, "$ne", encode(field.codec(), value)));
    }

    @Override
    public Bson gt(@NonNull R value) {
        return comparison("gt", value);
    }

    @Override
    public Bson gte(@NonNull R value) {
        return comparison("gte", value);
    }

    @Override
    public Bson lt(@NonNull R value) {
        return comparison("lt", value);
    }

    @Override
    public Bson lte(@NonNull R value) {
        return comparison("lte", value);
    }

    private Bson comparison(String name, @Nullable Object value) {
        requireNonNull(value, "value");
        return expression(name, field -> operator(field, "$" + name, encode(field.codec(), value)));
    }

    @Override
    public Bson isIn(Collection<? extends R> values) {
        List<R> copy = Operands.copy(values);
        return expression("isIn", field -> operator(field, "$in", encodeAll(field.codec(), copy)));
    }

    @Override
    public Bson notIn(Collection<? extends R> values) {
        List<R> copy = Operands.copy(values);
        return expression("notIn", field -> operator(field, "$nin", encodeAll(field.codec(), copy)));
    }

    @Override
    public Bson exists() {
        return exists(true);
    }

    @Override
    public Bson exists(boolean exists) {
        return expression("exists", field -> Filters.exists(field.name(), exists));
    }

    @Override
    public Bson type(BsonType type) {
        requireNonNull(type, "type");
        return expression("type", field -> Filters.type(field.name(), type));
    }

    @Override
    public Bson mod(long divisor, long remainder) {
        return expression("mod", field -> Filters.mod(field.name(), divisor, remainder));
    }

    @Override
    public Bson matches(Pattern pattern) {
        requireNonNull(pattern, "pattern");
        return expression("matches", field -> Filters.regex(field.name(), pattern));
    }

    @Override
    public Bson regex(String pattern) {
        return regex(pattern, "");
    }

    @Override
    public Bson regex(String pattern, String options) {
        requireNonNull(pattern, "pattern");
        requireNonNull(options, "options");
        return expression("regex", field -> Filters.regex(field.name(), pattern, options));
    }

    @Override
    public Bson bitsAllClear(long bitmask) {
        return expression("bitsAllClear", field -> Filters.bitsAllClear(field.name(), bitmask));
    }

    @Override
    public Bson bitsAllSet(long bitmask) {
        return expression("bitsAllSet", field -> Filters.bitsAllSet(field.name(), bitmask));
    }

    @Override
    public Bson bitsAnyClear(long bitmask) {
        return expression("bitsAnyClear", field -> Filters.bitsAnyClear(field.name(), bitmask));
    }

    @Override
    public Bson bitsAnySet(long bitmask) {
        return expression("bitsAnySet", field -> Filters.bitsAnySet(field.name(), bitmask));
    }

    @Override
    public Bson geoWithin(Geometry geometry) {
        requireNonNull(geometry, "geometry");
        return expression("geoWithin", field -> Filters.geoWithin(field.name(), geometry));
    }

    @Override
    public Bson geoWithinBox(double lowerLeftX, double lowerLeftY, double upperRightX, double upperRightY) {
        return expression(
                "geoWithinBox",
                field -> Filters.geoWithinBox(field.name(), lowerLeftX, lowerLeftY, upperRightX, upperRightY));
    }

    @Override
    public Bson geoWithinPolygon(List<List<Double>> points) {
        List<List<Double>> copy = points.stream().map(List::copyOf).toList();
        return expression("geoWithinPolygon", field -> Filters.geoWithinPolygon(field.name(), copy));
    }

    @Override
    public Bson geoWithinCenter(double x, double y, double radius) {
        return expression("geoWithinCenter", field -> Filters.geoWithinCenter(field.name(), x, y, radius));
    }

    @Override
    public Bson geoWithinCenterSphere(double x, double y, double radius) {
        return expression("geoWithinCenterSphere", field -> Filters.geoWithinCenterSphere(field.name(), x, y, radius));
    }

    @Override
    public Bson geoIntersects(Geometry geometry) {
        requireNonNull(geometry, "geometry");
        return expression("geoIntersects", field -> Filters.geoIntersects(field.name(), geometry));
    }

    @Override
    public Bson near(Point point, @Nullable Double maxDistance, @Nullable Double minDistance) {
        requireNonNull(point, "point");
        return expression("near", field -> Filters.near(field.name(), point, maxDistance, minDistance));
    }

    @Override
    public Bson nearSphere(Point point, @Nullable Double maxDistance, @Nullable Double minDistance) {
        requireNonNull(point, "point");
        return expression("nearSphere", field -> Filters.nearSphere(field.name(), point, maxDistance, minDistance));
    }

    @Override
    public Bson ascending() {
        return expression("ascending", field -> Sorts.ascending(field.name()));
    }

    @Override
    public Bson descending() {
        return expression("descending", field -> Sorts.descending(field.name()));
    }

    final Bson expression(String name, Function<StoredField, Bson> rendering) {
        return new Expression(name, this, (field, documentClass, registry) -> rendering.apply(field));
    }

    private static Bson operator(StoredField field, String operator, BsonValue operand) {
        return document(field.name(), document(operator, operand));
    }

    @Override
    public final String toString() {
        return trail.toString();
    }
}
