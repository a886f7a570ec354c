package io.mongoodm.internal.execution;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.MongoClientSettings;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.Collation;
import com.mongodb.client.model.DeleteOptions;
import com.mongodb.client.model.FindOneAndDeleteOptions;
import com.mongodb.client.model.FindOneAndReplaceOptions;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.ReturnDocument;
import com.mongodb.client.model.UpdateOptions;
import io.mongoodm.internal.mapping.Mapping;
import io.mongoodm.internal.mapping.Problems;
import io.mongoodm.internal.validation.Validator;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OptionsTest {
    record Note(int id, String text, List<Integer> marks) {}

    private static final BsonDocument UPDATE = BsonDocument.parse("{$set: {'marks.$[m]': 1}}");

    static Stream<Object> everyKind() {
        return Stream.of(
                new UpdateOptions(),
                new ReplaceOptions(),
                new DeleteOptions(),
                new FindOneAndUpdateOptions(),
                new FindOneAndReplaceOptions(),
                new FindOneAndDeleteOptions(),
                new BulkWriteOptions());
    }

    private static Object copy(Object options) {
        Problems problems = new Problems();
        Mapping mapping =
                Mapping.of(List.of(Note.class), MongoClientSettings.getDefaultCodecRegistry(), null, problems);
        Validator validator = Validator.of(mapping.model(Note.class), mapping.registry(), true);
        return switch (options) {
            case UpdateOptions update -> Options.copy(update, validator, UPDATE);
            case ReplaceOptions replace -> Options.copy(replace, validator);
            case DeleteOptions delete -> Options.copy(delete, validator);
            case FindOneAndUpdateOptions update -> Options.copy(update, validator, UPDATE);
            case FindOneAndReplaceOptions replace -> Options.copy(replace, validator);
            case FindOneAndDeleteOptions delete -> Options.copy(delete, validator);
            case BulkWriteOptions bulk -> Options.copy(bulk, validator);
            default -> throw new IllegalArgumentException(options.getClass().getName());
        };
    }

    /** Fails for an option that a newer driver adds, too. */
    @ParameterizedTest
    @MethodSource("everyKind")
    void everyOptionOfTheDriverIsCopied(Object options) throws ReflectiveOperationException {
        Map<String, @Nullable Object> defaults = values(options);
        for (Method setter : options.getClass().getMethods()) {
            set(options, setter);
        }
        Map<String, @Nullable Object> given = values(options);
        defaults.forEach((name, value) -> assertThat(given.get(name)).as(name).isNotEqualTo(value));

        Object copied = copy(options);

        assertThat(values(copied)).isEqualTo(given);
        assertThat(copied).isNotSameAs(options);
    }

    private static void set(Object options, Method setter) throws ReflectiveOperationException {
        Class<?>[] parameters = setter.getParameterTypes();
        if (Modifier.isStatic(setter.getModifiers()) || setter.getReturnType() != options.getClass()) {
            return;
        }
        if (parameters.length == 2) {
            setter.invoke(options, 1234L, TimeUnit.MILLISECONDS);
        } else if (parameters[0] != String.class || setter.getName().equals("hintString")) {
            setter.invoke(options, value(setter.getName(), parameters[0]));
        }
    }

    private static Object value(String option, Class<?> type) {
        if (type == boolean.class || type == Boolean.class) {
            return !option.equals("ordered");
        }
        if (type == Bson.class) {
            return Document.parse(
                    switch (option) {
                        case "projection" -> "{text: 1, marks: 1}";
                        case "let" -> "{x: 1}";
                        default -> "{text: 1}";
                    });
        }
        return switch (type.getSimpleName()) {
            case "String" -> "text_1";
            case "BsonValue" -> new BsonString("why");
            case "List" -> List.of(new Document("m", 5));
            case "Collation" -> Collation.builder().locale("fr").build();
            case "ReturnDocument" -> ReturnDocument.AFTER;
            default -> throw new IllegalArgumentException("No value for the option " + option);
        };
    }

    /** What every getter gives, rendered. */
    private static Map<String, @Nullable Object> values(Object options) throws ReflectiveOperationException {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        for (Method getter : options.getClass().getMethods()) {
            boolean gets = getter.getName().matches("(get|is)[A-Z].*") && getter.getDeclaringClass() != Object.class;
            if (gets && getter.getParameterCount() == 0) {
                values.put(getter.getName(), rendered(getter.invoke(options)));
            } else if (gets) {
                values.put(getter.getName(), getter.invoke(options, TimeUnit.MILLISECONDS));
            }
        }
        return values;
    }

    private static @Nullable Object rendered(@Nullable Object value) {
        return switch (value) {
            case BsonValue plain -> plain;
            case Bson bson -> bson.toBsonDocument();
            case List<?> list -> {
                List<@Nullable Object> all = new ArrayList<>();
                list.forEach(each -> all.add(rendered(each)));
                yield all;
            }
            case null, default -> value;
        };
    }
}
