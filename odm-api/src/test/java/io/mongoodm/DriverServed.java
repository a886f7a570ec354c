package io.mongoodm;

import io.mongoodm.annotation.OdmModel;
import org.bson.codecs.pojo.annotations.BsonId;

/** A record for the driver's codec, which reaches public records in exported packages only. */
@OdmModel(codec = OdmModel.Codec.DRIVER)
public record DriverServed(@BsonId int id, String name) {}
