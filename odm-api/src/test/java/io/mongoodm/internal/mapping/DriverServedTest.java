package io.mongoodm.internal.mapping;

import static io.mongoodm.internal.mapping.Mappings.assertStored;
import static io.mongoodm.internal.mapping.Mappings.read;
import static io.mongoodm.internal.mapping.Mappings.write;
import static org.assertj.core.api.Assertions.assertThat;

import io.mongoodm.DriverServed;
import io.mongoodm.DriverShape;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Records that ask for the driver's own codec. */
class DriverServedTest {
    record DrivenHolder(DriverServed driven) {}

    @Test
    void driverServesRecordsThatAskForIt() {
        assertStored(new DriverServed(1, "a"), "{_id: 1, name: 'a'}");
        assertStored(new DrivenHolder(new DriverServed(1, "a")), "{driven: {_id: 1, name: 'a'}}");
    }

    record Drawing(int id, List<DriverShape> shapes) {}

    @Test
    void variantsThatTheDriverServesHaveTheirTagToo() {
        Mapping shapes = Mappings.of(DriverShape.class);
        assertThat(write(shapes, new DriverShape.Circle(2, 7)).toJson())
                .isEqualTo("{\"_id\": 7, \"_cls\": \"Circle\", \"radius\": 2.0}");
        assertThat(read(shapes, DriverShape.class, "{_id: 7, radius: 2.0, _cls: 'Circle'}"))
                .isEqualTo(new DriverShape.Circle(2, 7));
        assertStored(
                new Drawing(
                        1,
                        List.of(new DriverShape.Circle(2, 7), new DriverShape.Line(3), new DriverShape.Square(8, 4))),
                "{_id: 1, shapes: [{_id: 7, _cls: 'Circle', radius: 2.0}, {_cls: 'Line', length: 3.0},"
                        + " {_id: 8, _cls: 'Square', side: 4.0}]}");
    }
}
