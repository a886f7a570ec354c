package io.mongoodm.reference;

import io.mongoodm.annotation.OdmModel;
import java.util.List;
import org.bson.codecs.pojo.annotations.BsonDiscriminator;
import org.bson.types.ObjectId;

/** A closed hierarchy of two levels, with one tag of its own choice. */
@OdmModel(collection = "vehicles")
sealed interface Vehicle {
    ObjectId id();

    String plate();

    record Bike(ObjectId id, String plate, int gears) implements Vehicle {}

    /** The second level. */
    sealed interface Motor extends Vehicle {
        int power();
    }

    record Car(ObjectId id, String plate, int power, List<String> seats) implements Motor {}

    @BsonDiscriminator("lorry")
    record Truck(ObjectId id, String plate, int power, double load) implements Motor {}
}
