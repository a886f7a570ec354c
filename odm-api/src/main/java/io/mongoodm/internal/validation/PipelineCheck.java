package io.mongoodm.internal.validation;

import io.mongoodm.internal.mapping.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/**
 * Checks the leading {@code $match} of an aggregation, the only stage that surely sees the model's own documents, and puts
 * the tags where the server allows them. The caller's stages are never changed: what differs is a copy.
 */
final class PipelineCheck {
    /** Have to be first, and answer with documents of the model. */
    private static final Set<String> SEARCHES = Set.of("$search", "$vectorSearch");

    /** Have to be first, and tell of the collection, not of its documents. */
    private static final Set<String> STATISTICS =
            Set.of("$collStats", "$indexStats", "$planCacheStats", "$listSearchIndexes", "$queryStats");

    private final Context context;
    private final FilterCheck filters;
    private final UpdateCheck updates;
    private final Shape.Embedded root;
    private final Tags tags;

    PipelineCheck(Context context, FilterCheck filters, UpdateCheck updates, Shape.Embedded root, Tags tags) {
        this.context = context;
        this.filters = filters;
        this.updates = updates;
        this.root = root;
        this.tags = tags;
    }

    List<BsonDocument> aggregation(List<BsonDocument> stages) {
        List<BsonDocument> checked = new ArrayList<>(stages);
        if (!stages.isEmpty() && name(stages, 0).equals("$match")) {
            checked.set(0, match(stages.getFirst()));
        }
        if (tags.areNeeded()) {
            addTags(checked);
        }
        return checked.stream()
                .map(stage -> (BsonDocument) Documents.copy(stage, context))
                .toList();
    }

    private BsonDocument match(BsonDocument stage) {
        Place place = Place.ROOT.at("[0].$match");
        BsonValue filter = stage.get("$match");
        if (filter == null || !filter.isDocument()) {
            context.report("$match takes a filter", place, "give a document");
            return stage;
        }
        return new BsonDocument("$match", filters.filter(filter.asDocument(), filters.scope(List.of(root)), place));
    }

    private void addTags(List<BsonDocument> stages) {
        BsonDocument match = new BsonDocument("$match", tags.condition());
        String first = stages.isEmpty() ? "" : name(stages, 0);
        if (SEARCHES.contains(first) || (first.equals("$match") && isText(stages.getFirst()))) {
            stages.add(1, match);
        } else if (first.equals("$geoNear")) {
            stages.set(0, nearWithTags(stages.getFirst()));
        } else if (first.equals("$searchMeta")) {
            throw context.error(
                    "$searchMeta counts the documents of all variants, not those of " + context.modelName() + " alone",
                    Place.ROOT.at(0),
                    "run it on the sealed interface, or use $search");
        } else if (!STATISTICS.contains(first)) {
            stages.addFirst(match);
        }
    }

    /** A text search has to be in the first stage. */
    private static boolean isText(BsonDocument match) {
        BsonValue filter = match.get("$match");
        return filter != null && filter.isDocument() && holdsText(filter.asDocument());
    }

    private static boolean holdsText(BsonDocument filter) {
        if (filter.containsKey("$text")) {
            return true;
        }
        return Operators.LOGICAL.stream()
                .map(filter::get)
                .filter(operand -> operand != null && operand.isArray())
                .flatMap(operand -> operand.asArray().stream())
                .anyMatch(inner -> inner.isDocument() && holdsText(inner.asDocument()));
    }

    private BsonDocument nearWithTags(BsonDocument stage) {
        BsonDocument near = new BsonDocument();
        near.putAll(stage.getDocument("$geoNear"));
        near.put("query", tags.joined(near.getDocument("query", new BsonDocument())));
        return new BsonDocument("$geoNear", near);
    }

    /** Checks the stages of an update: they may set and remove fields of the model, but never its tag. */
    List<BsonDocument> update(List<BsonDocument> stages) {
        if (stages.isEmpty()) {
            throw context.error("The update has no stage", Place.ROOT, "give at least one, such as $set");
        }
        List<BsonDocument> checked = new ArrayList<>();
        for (int i = 0; i < stages.size(); i++) {
            checked.add(Documents.copy(updateStage(stages.get(i), name(stages, i), Place.ROOT.at(i)), context));
        }
        return List.copyOf(checked);
    }

    private BsonDocument updateStage(BsonDocument stage, String name, Place place) {
        if (!Operators.UPDATE_STAGES.contains(name)) {
            context.report(
                    "An update by pipeline has no stage " + name,
                    place,
                    Suggestions.remedy(name, Operators.UPDATE_STAGES, "use one that an update has"));
        }
        boolean namesFields = name.equals("$set") || name.equals("$addFields") || name.equals("$project");
        BsonValue operand = stage.get(name);
        if (name.equals("$unset")) {
            return new BsonDocument(name, updates.unsetNames(operand, place.at(name)));
        }
        if (!namesFields || operand == null || !operand.isDocument()) {
            replacement(name, operand, place.at(name));
            return stage;
        }
        if (name.equals("$project") && isInclusion(operand.asDocument())) {
            updates.requireAllKept(name, operand.asDocument().keySet(), place.at(name));
        }
        BsonDocument checked = new BsonDocument();
        for (Map.Entry<String, BsonValue> field : operand.asDocument().entrySet()) {
            String path = updates.stageName(field.getKey(), place.at(name));
            Documents.put(checked, path, field.getValue(), context, place);
        }
        return new BsonDocument(name, checked);
    }

    /** A document that is written out drops what it does not name. What an expression gives is the server's to know. */
    private void replacement(String name, @Nullable BsonValue operand, Place place) {
        BsonValue replacement = name.equals("$replaceRoot") && operand != null && operand.isDocument()
                ? operand.asDocument().get("newRoot")
                : operand;
        if (replacement == null || !replacement.isDocument()) {
            return;
        }
        BsonDocument document = replacement.asDocument();
        updates.requireTagKept(document, place);
        if (document.isArray("$mergeObjects")) {
            document.getArray("$mergeObjects").stream()
                    .filter(BsonValue::isDocument)
                    .forEach(merged -> updates.requireTagKept(merged.asDocument(), place));
        } else if (document.isEmpty() || !document.getFirstKey().startsWith("$")) {
            updates.requireAllKept(name, document.keySet(), place);
        }
    }

    /** Tells whether a projection keeps what it names and nothing else but the id. */
    private static boolean isInclusion(BsonDocument projection) {
        return projection.entrySet().stream()
                .filter(field -> projection.size() == 1 || !field.getKey().equals("_id"))
                .anyMatch(field -> isKept(field.getValue()));
    }

    private static boolean isKept(BsonValue value) {
        if (value.isDocument()) {
            BsonDocument inner = value.asDocument();
            return inner.isEmpty()
                    || inner.getFirstKey().startsWith("$")
                    || inner.values().stream().anyMatch(PipelineCheck::isKept);
        }
        return (!value.isBoolean() && !value.isNumber()) || ProjectionCheck.includes(value);
    }

    private String name(List<BsonDocument> stages, int index) {
        BsonDocument stage = stages.get(index);
        if (stage.size() != 1) {
            throw context.error(
                    "A stage has one operator", Place.ROOT.at(index), "give each stage a document of its own");
        }
        return stage.getFirstKey();
    }
}
