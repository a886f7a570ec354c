package io.mongoodm.internal.validation;

import java.util.Map;
import java.util.Set;
import org.bson.BsonDocument;
import org.bson.BsonType;
import org.bson.BsonValue;

/** What the operators take that stand beside fields and speak a language of their own. */
final class BesideFields {
    private static final Map<String, Set<BsonType>> TEXT_OPTIONS = Map.of(
            "$search", Set.of(BsonType.STRING),
            "$language", Set.of(BsonType.STRING),
            "$caseSensitive", Set.of(BsonType.BOOLEAN),
            "$diacriticSensitive", Set.of(BsonType.BOOLEAN));

    private BesideFields() {}

    static void check(String name, BsonValue operand, Context context, Place place) {
        switch (name) {
            case "$where" -> where(operand, context, place);
            case "$text" -> text(operand, context, place);
            case "$jsonSchema" -> {
                if (!operand.isDocument()) {
                    context.report("$jsonSchema takes a document", place, "give the schema");
                }
            }
            case "$sampleRate" -> {
                if (!operand.isNumber()
                        || !(operand.asNumber().doubleValue() >= 0
                                && operand.asNumber().doubleValue() <= 1)) {
                    context.report("$sampleRate takes a number from 0 to 1", place, "give the share of documents");
                }
            }
            case "$alwaysTrue", "$alwaysFalse" -> {
                if (!operand.isNumber()) {
                    context.report(name + " takes the number 1", place, "give 1");
                }
            }
            // $expr is an expression over any fields, and a comment is any value
            default -> {}
        }
    }

    private static void where(BsonValue operand, Context context, Place place) {
        switch (operand.getBsonType()) {
            case STRING, JAVASCRIPT, JAVASCRIPT_WITH_SCOPE -> {}
            default -> context.report("$where takes JavaScript", place, "give a string or a code value");
        }
    }

    private static void text(BsonValue operand, Context context, Place place) {
        if (!operand.isDocument() || !operand.asDocument().isString("$search")) {
            context.report("$text takes a document with a string in $search", place, "give {$search: text}");
            return;
        }
        BsonDocument options = operand.asDocument();
        for (Map.Entry<String, BsonValue> option : options.entrySet()) {
            Set<BsonType> types = TEXT_OPTIONS.get(option.getKey());
            if (types == null) {
                context.report(
                        "$text has no option " + option.getKey(),
                        place,
                        Suggestions.remedy(option.getKey(), TEXT_OPTIONS.keySet(), "use one of its options"));
            } else if (!types.contains(option.getValue().getBsonType())) {
                context.report(
                        option.getKey() + " of $text takes "
                                + Words.of(types.iterator().next()),
                        place,
                        "give one");
            }
        }
    }
}
