package io.mongoodm.internal.mapping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.MongoClientSettings;
import io.mongoodm.DecodingException;
import java.util.List;
import java.util.UUID;
import org.bson.BsonBinaryWriter;
import org.bson.BsonDocument;
import org.bson.BsonDocumentWriter;
import org.bson.BsonReader;
import org.bson.BsonWriter;
import org.bson.UuidRepresentation;
import org.bson.codecs.Codec;
import org.bson.codecs.DecoderContext;
import org.bson.codecs.EncoderContext;
import org.bson.codecs.UuidCodec;
import org.bson.codecs.configuration.CodecRegistries;
import org.bson.codecs.configuration.CodecRegistry;
import org.bson.io.BasicOutputBuffer;
import org.junit.jupiter.api.Test;

class UserCodecsTest {
    record Money(long cents) {}

    record Price(int id, Money money, List<Money> all, UUID unique) {}

    /** Stores an amount as text. */
    private static final class MoneyCodec implements Codec<Money> {
        private int written;

        @Override
        public Money decode(BsonReader reader, DecoderContext context) {
            String text = reader.readString();
            return new Money(Long.parseLong(text.substring(1)));
        }

        @Override
        public void encode(BsonWriter writer, Money value, EncoderContext context) {
            written++;
            writer.writeString("c" + value.cents());
        }

        @Override
        public Class<Money> getEncoderClass() {
            return Money.class;
        }
    }

    private static Paths<Price> paths(Codec<?>... codecs) {
        CodecRegistry registry = CodecRegistries.fromRegistries(
                CodecRegistries.fromCodecs(codecs), MongoClientSettings.getDefaultCodecRegistry());
        return Paths.of(Paths.parse(registry, Price.class), Price.class);
    }

    private static final UUID UNIQUE = new UUID(1, 2);

    @Test
    void codecOfTheUsersWinsForItsType() {
        Paths<Price> paths = paths(new MoneyCodec());
        Price price = new Price(1, new Money(5), List.of(new Money(6)), UNIQUE);
        BsonDocument stored = paths.write(price);
        assertThat(stored.getString("money").getValue()).isEqualTo("c5");
        assertThat(stored.getArray("all").get(0).asString().getValue()).isEqualTo("c6");
        assertThat(stored.getBinary("unique").getType()).isEqualTo((byte) 4);
        assertThat(paths.read(stored)).isEqualTo(price);
    }

    @Test
    void codecIsAskedOnceForEachValueWhateverIsWrittenTo() {
        MoneyCodec money = new MoneyCodec();
        CodecRegistry registry = CodecRegistries.fromRegistries(
                CodecRegistries.fromCodecs(money), MongoClientSettings.getDefaultCodecRegistry());
        Problems problems = new Problems();
        Codec<Price> codec =
                Mapping.of(List.of(), registry, null, problems).registry().get(Price.class);
        Price price = new Price(1, new Money(5), List.of(new Money(6)), UNIQUE);
        EncoderContext context = EncoderContext.builder().build();

        codec.encode(new BsonDocumentWriter(new BsonDocument()), price, context);
        assertThat(money.written).isEqualTo(2);
        codec.encode(new BsonBinaryWriter(new BasicOutputBuffer()), price, context);
        assertThat(money.written).isEqualTo(4);
    }

    @Test
    void failureOfTheUsersCodecIsTheDirectCause() {
        BsonDocument document = BsonDocument.parse("{_id: 1, money: 'cx', unique: {$uuid: '" + UNIQUE + "'}}");
        assertThatThrownBy(() -> paths(new MoneyCodec()).read(document))
                .isExactlyInstanceOf(DecodingException.class)
                .hasMessage("Expected a value of Money but its codec refused the string at money"
                        + " (record Price, component money)")
                .hasCauseExactlyInstanceOf(NumberFormatException.class);
    }

    @Test
    void chosenUuidRepresentationCounts() {
        Paths<Price> paths = paths(new UuidCodec(UuidRepresentation.JAVA_LEGACY));
        Price price = new Price(1, new Money(5), List.of(), UNIQUE);
        BsonDocument stored = paths.write(price);
        assertThat(stored.getBinary("unique").getType()).isEqualTo((byte) 3);
        assertThat(paths.read(stored)).isEqualTo(price);
    }

    @Test
    void uuidOfAnotherFormNamesTheRemedy() {
        Paths<Price> legacy = paths(new UuidCodec(UuidRepresentation.JAVA_LEGACY));
        BsonDocument stored = legacy.write(new Price(1, new Money(5), List.of(), UNIQUE));
        assertThatThrownBy(() -> paths(new MoneyCodec()).read(stored.append("money", new org.bson.BsonString("c5"))))
                .hasMessage("Expected a UUID, binary of subtype 4, but the subtype is 3 at unique (record Price,"
                        + " component unique): set uuidRepresentation in the settings of the client when UUIDs are"
                        + " stored in another form");
    }
}
