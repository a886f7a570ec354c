package io.mongoodm.internal.mapping;

import com.mongodb.MongoClientSettings;
import java.util.List;
import org.bson.codecs.configuration.CodecRegistry;

/** The codecs of the library, in this package because one of the contestants has to do without generated code. */
public final class Registries {
    private Registries() {}

    public static CodecRegistry generated(Class<?>... models) {
        Problems problems = new Problems();
        CodecRegistry registry =
                Mapping.of(List.of(models), drivers(), null, problems).registry();
        problems.throwIfAny();
        return registry;
    }

    public static CodecRegistry reflective() {
        return Models.parse(List.of(), drivers(), new Access(null, Access.NEVER), new Problems())
                .registry();
    }

    public static CodecRegistry drivers() {
        return MongoClientSettings.getDefaultCodecRegistry();
    }
}
