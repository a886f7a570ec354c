package io.mongoodm.internal.mapping;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonType;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** A time with a zone or an offset, stored as a document of the instant and the zone's id. */
final class ZonedCodec<V> extends ValueCodec {
    static final ValueCodec ZONED = new ZonedCodec<>(
            ZonedDateTime.class,
            ZonedDateTime::toInstant,
            time -> time.getZone().getId(),
            (instant, zone) -> instant.atZone(ZoneId.of(zone)));
    static final ValueCodec OFFSET = new ZonedCodec<>(
            OffsetDateTime.class,
            OffsetDateTime::toInstant,
            time -> time.getOffset().getId(),
            (instant, zone) -> instant.atOffset(ZoneOffset.of(zone)));

    private static final FieldName AT = new FieldName("at");
    private static final FieldName ZONE = new FieldName("zone");
    private static final FieldTable FIELDS = new FieldTable(List.of(AT.text(), ZONE.text()));
    private static final BsonValue ANY_TIME = new BsonDateTime(0);
    private static final BsonValue ANY_ZONE = new BsonString("Z");

    private final Class<V> type;
    private final Function<V, Instant> instant;
    private final Function<V, String> zone;
    private final BiFunction<Instant, String, V> make;

    private ZonedCodec(
            Class<V> type,
            Function<V, Instant> instant,
            Function<V, String> zone,
            BiFunction<Instant, String, V> make) {
        this.type = type;
        this.instant = instant;
        this.zone = zone;
        this.make = make;
    }

    @Override
    Shape shape() {
        SequencedMap<String, Shape.Scalar> parts = new LinkedHashMap<>();
        parts.put(AT.text(), new Shape.Scalar(BsonType.DATE_TIME, at -> fault(whole(at, ANY_ZONE))));
        parts.put(ZONE.text(), new Shape.Scalar(BsonType.STRING, zone -> fault(whole(ANY_TIME, zone))));
        return new Shape.Parts(parts, this);
    }

    /** A part is tried beside another that fits. */
    private static BsonDocument whole(BsonValue at, BsonValue zone) {
        return new BsonDocument(AT.text(), at).append(ZONE.text(), zone);
    }

    @Override
    Object read(Source source) {
        Instant at = null;
        String id = null;
        source.enterDocument();
        while (source.nextField()) {
            switch (source.slot(FIELDS)) {
                case 0 -> at = part(AT, source, Scalars::instant);
                case 1 -> id = part(ZONE, source, Scalars::string);
                default -> source.skip();
            }
        }
        return made(present(at, AT), present(id, ZONE));
    }

    private static <P> P part(FieldName name, Source source, Function<Source, P> reading) {
        try {
            return reading.apply(source);
        } catch (Misfit misfit) {
            throw misfit.under(name.text());
        }
    }

    private static <P> P present(@Nullable P part, FieldName name) {
        if (part == null) {
            throw new Misfit("Expected a value but the field is absent").under(name.text());
        }
        return part;
    }

    private V made(Instant at, String id) {
        try {
            return make.apply(at, id);
        } catch (DateTimeException e) {
            // Its message quotes the zone, so it is no cause.
            throw new Misfit("Expected the id of a time zone or an offset, and a time in its range, but it is another"
                            + " string or time")
                    .under(ZONE.text());
        }
    }

    @Override
    void write(Sink sink, Object value) {
        if (!type.isInstance(value)) {
            throw Misfit.javaType(type, value);
        }
        V time = type.cast(value);
        sink.startDocument();
        sink.name(AT);
        sink.dateTime(Scalars.millis(instant.apply(time)));
        sink.name(ZONE);
        sink.string(zone.apply(time));
        sink.endDocument();
    }
}
