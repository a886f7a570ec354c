package io.mongoodm;

import io.mongoodm.annotation.OdmModel;
import org.bson.codecs.pojo.annotations.BsonId;

/** A hierarchy, some of whose records the driver's codec serves. */
public sealed interface DriverShape {
    /** Has an id, behind which the tag lies. */
    @OdmModel(codec = OdmModel.Codec.DRIVER)
    record Circle(double radius, @BsonId int number) implements DriverShape {}

    /** Has none. */
    @OdmModel(codec = OdmModel.Codec.DRIVER)
    record Line(double length) implements DriverShape {}

    /** Is this library's own. */
    record Square(int id, double side) implements DriverShape {}
}
