package quickstart;

import io.mongoodm.Ref;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.bson.Document;

/** The shipped excerpt of GeoNames: places with 100,000 people or more, one JSON document a line. */
public final class Cities {
    private Cities() {}

    /** Returns the 4,442 places. */
    public static List<Quickstart.City> read() {
        InputStream resource = Objects.requireNonNull(
                Cities.class.getResourceAsStream("/quickstart/cities-100k.ndjson"), "cities-100k.ndjson");
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(resource, StandardCharsets.UTF_8))) {
            return lines.lines().map(Document::parse).map(Cities::city).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Quickstart.City city(Document place) {
        Document location = place.get("location", Document.class);
        List<Double> coordinates = location.getList("coordinates", Number.class).stream()
                .map(Number::doubleValue)
                .toList();
        return new Quickstart.City(
                place.getInteger("_id"),
                place.getString("name"),
                Ref.to(place.getString("country")),
                place.getString("admin"),
                place.getString("feature"),
                place.get("population", Number.class).longValue(),
                new Quickstart.Point(location.getString("type"), coordinates));
    }
}
