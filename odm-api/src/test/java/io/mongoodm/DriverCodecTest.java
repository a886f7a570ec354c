package io.mongoodm;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoClientSettings;
import io.mongoodm.annotation.Aliases;
import io.mongoodm.annotation.Default;
import io.mongoodm.annotation.OdmModel;
import io.mongoodm.annotation.Relation;
import java.util.List;
import org.bson.codecs.pojo.annotations.BsonId;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Records that ask for the driver's codec and cannot have it, or not as they are declared. */
class DriverCodecTest {
    @OdmModel(codec = OdmModel.Codec.DRIVER)
    public record Wild(@BsonId int id, List<?> anything) {}

    @OdmModel(codec = OdmModel.Codec.DRIVER)
    public record Runner(@BsonId int id, Thread thread) {}

    @OdmModel(codec = OdmModel.Codec.DRIVER)
    record Hidden(@BsonId int id) {}

    @OdmModel(codec = OdmModel.Codec.DRIVER)
    public record Ours(
            @BsonId int id,
            @Aliases("old") String renamed,
            @Default("1") int number,
            @Relation @Nullable DriverServed served) {}

    @Test
    void whatTheDriversCodecRefusesIsReported() {
        refused(
                Wild.class,
                "Record Wild asks for the driver's codec, which refuses it: Unsupported generic type of container: ?");
        refused(
                Runner.class,
                "2 problems with the models:\n"
                        + "- Record Runner asks for the driver's codec, which refuses it: Can't find a codec for"
                        + " CodecCacheKey{clazz=class java.lang.Thread, types=null}.\n"
                        + "- Component thread of record Runner has type Thread, which has no stored form: use another"
                        + " type, or give the client a codec for it");
    }

    @Test
    void recordThatTheDriverCannotReachIsReported() {
        refused(
                Hidden.class,
                "Record Hidden asks for the driver's codec, which reaches public records in exported packages only:"
                        + " make it one, or leave codec = DRIVER out");
    }

    @Test
    void annotationsThatTheDriverPassesOverAreReported() {
        String unknown = ", which asks for the driver's codec, and that does not know it: leave one of the two out";
        refused(
                Ours.class,
                "4 problems with the models:\n- @Aliases is on component renamed of record Ours" + unknown
                        + "\n- @Default is on component number of record Ours" + unknown
                        + "\n- @Relation is on component served of record Ours" + unknown
                        + "\n- @Relation on component served of record Ours leads to DriverServed, which is not"
                        + " registered: register it with the handle");
    }

    private static void refused(Class<?> model, String message) {
        assertThatThrownBy(() -> OdmCodecs.registry(MongoClientSettings.getDefaultCodecRegistry(), model))
                .isExactlyInstanceOf(InvalidModelException.class)
                .hasMessage(message);
    }
}
