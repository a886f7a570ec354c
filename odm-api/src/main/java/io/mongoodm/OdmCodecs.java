package io.mongoodm;

import io.mongoodm.internal.mapping.Mapping;
import io.mongoodm.internal.mapping.Problems;
import java.util.List;
import java.util.Objects;
import org.bson.codecs.configuration.CodecRegistry;

/** The codecs of this library without its handles, for a client of the driver's that is used directly. */
public final class OdmCodecs {
    private OdmCodecs() {}

    /**
     * Returns a registry that reads and writes records and sealed interfaces as a handle does, and everything else as
     * the given one does. Records need not be named here: any record is served when it is asked for. What is named is
     * checked now, gets the tags of its sealed root, and may be the target of a {@link Ref}.
     *
     * <p>Nothing but mapping comes with it: ids are not generated, versions not counted and times not stamped.
     *
     * @param codecs codecs of your own in it win for their types; for the driver's alone, {@code
     *     MongoClientSettings.getDefaultCodecRegistry()}
     * @param models records and sealed interfaces
     * @throws InvalidModelException when a model cannot be mapped, with every problem of every model
     */
    public static CodecRegistry registry(CodecRegistry codecs, Class<?>... models) {
        Objects.requireNonNull(codecs, "codecs");
        Problems problems = new Problems();
        Mapping mapping = Mapping.of(List.of(models), codecs, null, problems);
        problems.throwIfAny();
        return mapping.registry();
    }
}
