package io.mongoodm.testkit.inprocess;

import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.backend.aggregation.Aggregation;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.oplog.NoopOplog;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An aggregation pipeline: mongo-java-server runs the stages that it knows, and this class adds {@code $set},
 * {@code $replaceWith}, {@code $unionWith}, a {@code $sample} that never fails and an {@code $out} that keeps indexes.
 */
final class Pipeline {
    private static final Set<String> WRITING = Set.of("$out", "$merge");

    private final StoredDatabase database;
    private final List<Document> stages;

    Pipeline(StoredDatabase database, List<Document> stages) {
        this.database = database;
        this.stages = stages.stream().map(Pipeline::translate).toList();
        for (Document stage : this.stages) {
            if (name(stage).equals("$changeStream")) {
                throw CommandError.notImplemented("change streams");
            }
        }
    }

    boolean writes() {
        boolean writes = !stages.isEmpty() && WRITING.contains(name(stages.getLast()));
        if (writes && database.store().transaction() != null) {
            throw CommandError.notInTransaction(name(stages.getLast()));
        }
        return writes;
    }

    /** Runs the pipeline over a collection; one that does not exist is empty. */
    List<Document> run(String collectionName) {
        StoredCollection collection = database.find(collectionName);
        int start = 0;
        List<Document> source = List.of();
        if (collection != null) {
            Document match = stages.isEmpty() ? null : new Arguments(stages.getFirst()).find("$match");
            source = collection.find(match == null ? new Document() : match, null, 0, 0, null);
            start = match == null ? 0 : 1;
        }
        return run(source, stages.subList(start, stages.size()), collection);
    }

    /** Runs the pipeline over one document, as an update does. */
    Document apply(Document document) {
        return run(List.of(document), stages, null).getFirst();
    }

    private List<Document> run(List<Document> source, List<Document> remaining, @Nullable StoredCollection collection) {
        List<Document> documents = source;
        List<Document> plain = new ArrayList<>();
        for (Document stage : remaining) {
            if (name(stage).equals("$unionWith")) {
                documents = new ArrayList<>(known(documents, plain, collection));
                documents.addAll(united(stage.get("$unionWith")));
                plain.clear();
            } else if (name(stage).equals("$sample") && sampleSize(stage) > 0) {
                documents = sample(known(documents, plain, collection), sampleSize(stage));
                plain.clear();
            } else if (name(stage).equals("$out")) {
                replace(stage.get("$out"), known(documents, plain, collection));
                return List.of();
            } else {
                plain.add(stage);
            }
        }
        return known(documents, plain, collection);
    }

    private List<Document> known(
            List<Document> documents, List<Document> plain, @Nullable MongoCollection<?> collection) {
        if (plain.isEmpty()) {
            return documents;
        }
        Aggregation aggregation =
                Aggregation.fromPipeline(plain, database.store()::database, database, collection, NoopOplog.get());
        aggregation.validate(new Document("cursor", new Document()));
        // $addFields changes nested documents in place, and those are shared with the store
        boolean changes = plain.toString().contains("$addFields");
        return aggregation.runStages(changes ? documents.stream().map(Document::cloneDeeply) : documents.stream());
    }

    private static int sampleSize(Document stage) {
        return stage.get("$sample") instanceof Document sample && sample.get("size") instanceof Number size
                ? size.intValue()
                : 0;
    }

    /** mongo-java-server sorts by a comparator that contradicts itself, which fails now and then from 32 documents on. */
    private static List<Document> sample(List<Document> documents, int size) {
        List<Document> shuffled = new ArrayList<>(documents);
        Collections.shuffle(shuffled);
        return shuffled.subList(0, Math.min(size, shuffled.size()));
    }

    private List<Document> united(@Nullable Object argument) {
        Arguments union = new Arguments(argument instanceof Document given ? given : new Document("coll", argument));
        return new Pipeline(database, union.documents("pipeline")).run(union.text("coll"));
    }

    private void replace(@Nullable Object target, List<Document> documents) {
        Arguments out = new Arguments(target instanceof Document given ? given : new Document("coll", target));
        StoredDatabase owner = out.has("db") ? database.store().database(out.text("db")) : database;
        StoredCollection collection = owner.findOrCreate(out.text("coll"));
        collection.find(new Document(), null, 0, 0, null).forEach(collection::removeDocument);
        documents.forEach(document -> collection.addDocument(document.cloneDeeply()));
    }

    private static String name(Document stage) {
        if (stage.size() != 1) {
            throw new CommandError(
                    40323, "Location40323", "A pipeline stage specification object must contain exactly one field.");
        }
        return stage.keySet().iterator().next();
    }

    /** Spells a stage, and the pipelines inside it, as mongo-java-server knows them. */
    private static Document translate(Document stage) {
        String name = name(stage);
        Object argument = stage.get(name);
        return switch (name) {
            case "$set" -> new Document("$addFields", argument);
            case "$replaceWith" -> new Document("$replaceRoot", new Document("newRoot", argument));
            case "$lookup" ->
                new Document(name, withPipelines(new Arguments(stage).document(name), Set.of("pipeline")));
            case "$facet" -> {
                Document facets = new Arguments(stage).document(name);
                yield new Document(name, withPipelines(facets, facets.keySet()));
            }
            default -> stage;
        };
    }

    private static Document withPipelines(Document argument, Set<String> names) {
        Document translated = argument.clone();
        names.stream()
                .filter(argument::containsKey)
                .forEach(name -> translated.put(
                        name,
                        new Arguments(argument)
                                .documents(name).stream()
                                        .map(Pipeline::translate)
                                        .toList()));
        return translated;
    }
}
