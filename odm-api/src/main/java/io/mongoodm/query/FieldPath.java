package io.mongoodm.query;

import com.mongodb.client.model.geojson.Geometry;
import com.mongodb.client.model.geojson.Point;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import org.bson.BsonType;
import org.bson.codecs.configuration.CodecRegistry;
import org.bson.conversions.Bson;
import org.jspecify.annotations.NonNull;
import org.jspecify.annotations.Nullable;

/**
 * A place in a model's documents, with the filters and sorts that it can have. An immutable value.
 *
 * <p>Every method that returns {@code Bson} only notes what was asked. It is rendered when it is used, with the document
 * class and the registry of that use, and then throws {@link io.mongoodm.InvalidFilterException} when the component is not
 * stored or belongs to another model. Names and values are checked by the model, as for the driver's own builders. The text
 * of a field and of what it returns names the path, never a value. Null is refused with {@link NullPointerException}
 * except where {@code R} itself is nullable.
 *
 * @param <T> the model
 * @param <R> the type of the values at the place
 */
public interface FieldPath<T, R extends @Nullable Object> {
    /**
     * Returns the dotted path in the stored document, as far as annotations tell: a component named {@code id} is
     * {@code _id}, and {@code @BsonProperty} counts. For whatever takes a name: the driver's {@code Projections},
     * {@code Indexes}, and expressions, where it follows a dollar sign.
     */
    String path();

    /**
     * Returns how the field is stored.
     *
     * @param documentClass the model that is queried
     * @param registry the registry of a handle
     * @return the whole stored path and the codecs of the values at its end
     * @throws io.mongoodm.InvalidFilterException when the field does not belong to the class
     */
    StoredField stored(Class<?> documentClass, CodecRegistry registry);

    /** Returns the filter {@code ==}. Null matches documents that hold null and those without the field. */
    Bson eq(R value);

    /** Returns the filter {@code !=}, which also matches documents without the field. */
    Bson ne(R value);

    /** Returns the filter {@code >}. */
    Bson gt(@NonNull R value);

    /** Returns the filter {@code >=}. */
    Bson gte(@NonNull R value);

    /** Returns the filter {@code <}. */
    Bson lt(@NonNull R value);

    /** Returns the filter {@code <=}. */
    Bson lte(@NonNull R value);

    /** Returns the filter that matches any of these values, and nothing when there are none. Copies the collection. */
    Bson isIn(Collection<? extends R> values);

    /** Returns the filter that matches none of these values; also documents without the field. Copies the collection. */
    Bson notIn(Collection<? extends R> values);

    /** Returns the filter that matches documents which have the field. */
    Bson exists();

    /** Returns the filter that matches documents which have the field, or those which have not. */
    Bson exists(boolean exists);

    /** Returns the filter that matches the stored type. */
    Bson type(BsonType type);

    /** Returns the filter that matches numbers with this remainder. */
    Bson mod(long divisor, long remainder);

    /** Returns the filter that matches strings in which the pattern is found. */
    Bson matches(Pattern pattern);

    /** Returns the filter that matches strings in which the pattern is found, in the server's syntax. */
    Bson regex(String pattern);

    /** Returns the filter of {@link #regex(String)} with the server's options, such as {@code i}. */
    Bson regex(String pattern, String options);

    /** Returns the filter that matches numbers and binary values in which all these bits are clear. */
    Bson bitsAllClear(long bitmask);

    /** Returns the filter that matches numbers and binary values in which all these bits are set. */
    Bson bitsAllSet(long bitmask);

    /** Returns the filter that matches numbers and binary values in which any of these bits is clear. */
    Bson bitsAnyClear(long bitmask);

    /** Returns the filter that matches numbers and binary values in which any of these bits is set. */
    Bson bitsAnySet(long bitmask);

    /** Returns the filter that matches shapes which lie within the geometry. */
    Bson geoWithin(Geometry geometry);

    /** Returns the filter that matches legacy coordinates within a box. */
    Bson geoWithinBox(double lowerLeftX, double lowerLeftY, double upperRightX, double upperRightY);

    /** Returns the filter that matches legacy coordinates within a polygon, given by its corners. */
    Bson geoWithinPolygon(List<List<Double>> points);

    /** Returns the filter that matches legacy coordinates within a circle on a plane. */
    Bson geoWithinCenter(double x, double y, double radius);

    /** Returns the filter that matches legacy coordinates within a circle on a sphere, its radius in radians. */
    Bson geoWithinCenterSphere(double x, double y, double radius);

    /** Returns the filter that matches shapes which touch the geometry. */
    Bson geoIntersects(Geometry geometry);

    /** Returns the filter that orders by distance on a plane; distances in metres, null for no limit. */
    Bson near(Point point, @Nullable Double maxDistance, @Nullable Double minDistance);

    /** Returns the filter that orders by distance on a sphere; distances in metres, null for no limit. */
    Bson nearSphere(Point point, @Nullable Double maxDistance, @Nullable Double minDistance);

    /** Returns the ascending sort. */
    Bson ascending();

    /** Returns the descending sort. */
    Bson descending();
}
