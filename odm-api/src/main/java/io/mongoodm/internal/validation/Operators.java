package io.mongoodm.internal.validation;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The names of the server's query and update operators. What each of them takes is checked where it is read. */
final class Operators {
    /** Stand beside fields and hold whole filters. */
    static final Set<String> LOGICAL = Set.of("$and", "$or", "$nor");

    /** Stand beside fields and hold something of their own. */
    static final Set<String> BESIDE_FIELDS =
            Set.of("$expr", "$where", "$text", "$jsonSchema", "$comment", "$sampleRate", "$alwaysTrue", "$alwaysFalse");

    /** Stand under a field. */
    static final Set<String> UNDER_FIELDS = Set.of(
            "$eq",
            "$ne",
            "$gt",
            "$gte",
            "$lt",
            "$lte",
            "$in",
            "$nin",
            "$all",
            "$not",
            "$elemMatch",
            "$exists",
            "$type",
            "$size",
            "$mod",
            "$regex",
            "$options",
            "$bitsAllClear",
            "$bitsAllSet",
            "$bitsAnyClear",
            "$bitsAnySet",
            "$geoWithin",
            "$within",
            "$geoIntersects",
            "$near",
            "$nearSphere",
            "$geoNear",
            "$maxDistance",
            "$minDistance",
            "$uniqueDocs");

    /** Change documents. */
    static final Set<String> UPDATES = Set.of(
            "$set",
            "$setOnInsert",
            "$unset",
            "$inc",
            "$mul",
            "$min",
            "$max",
            "$rename",
            "$currentDate",
            "$push",
            "$addToSet",
            "$pull",
            "$pullAll",
            "$pop",
            "$bit");

    /** Change documents by stages. */
    static final Set<String> UPDATE_STAGES =
            Set.of("$set", "$addFields", "$unset", "$project", "$replaceRoot", "$replaceWith");

    static final Set<String> FILTERS = Stream.of(LOGICAL, BESIDE_FIELDS, UNDER_FIELDS)
            .flatMap(Set::stream)
            .collect(Collectors.toUnmodifiableSet());

    private Operators() {}
}
