package io.mongoodm.internal.mapping;

import com.mongodb.MongoClientSettings;
import java.util.List;
import org.bson.codecs.configuration.CodecRegistry;

/** The registries of the contestants; in this package because one of them has to do without generated code. */
public final class Contestants {
    private Contestants() {}

    public static CodecRegistry registry(String contestant) {
        CodecRegistry drivers = MongoClientSettings.getDefaultCodecRegistry();
        return switch (contestant) {
            case "generated" ->
                Mapping.of(List.of(), drivers, null, new Problems()).registry();
            case "handles" ->
                Models.parse(List.of(), drivers, new Access(null, false), new Problems())
                        .registry();
            default -> drivers;
        };
    }
}
