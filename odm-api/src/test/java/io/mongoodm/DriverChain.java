package io.mongoodm;

import io.mongoodm.annotation.OdmModel;
import org.jspecify.annotations.Nullable;

/** A record of the driver's codec that holds one of this library's, which may hold it again. */
@OdmModel(codec = OdmModel.Codec.DRIVER)
public record DriverChain(int n, @Nullable Link next) {
    /** The link that this library reads. */
    public record Link(int n, @Nullable DriverChain next) {}
}
