package io.mongoodm.internal.mapping;

import io.mongoodm.annotation.OdmModel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bson.codecs.pojo.annotations.BsonDiscriminator;
import org.jspecify.annotations.Nullable;

/** A sealed interface with the records under it, at any depth. */
final class Hierarchy {
    /** The key that {@code @BsonDiscriminator} has when none is given. */
    private static final String UNSET_KEY = "_t";

    private static final String DEFAULT_FIELD = "_cls";

    private final Class<?> root;
    private final FieldName tagField;
    private final Map<String, Class<?>> variants = new LinkedHashMap<>();

    private Hierarchy(Class<?> root) {
        this.root = root;
        this.tagField = new FieldName(tagField(root));
    }

    static boolean isSealed(Class<?> type) {
        return type.isInterface() && type.isSealed();
    }

    /** Returns the hierarchy under a sealed interface; what is wrong with it is added to the problems. */
    static Hierarchy of(Class<?> root, Problems problems) {
        Hierarchy hierarchy = new Hierarchy(root);
        for (Class<?> variant : hierarchy.records(root, problems)) {
            hierarchy.add(variant, problems);
        }
        if (!FieldName.isStorable(hierarchy.tagField.text())) {
            problems.add("Sealed interface " + root.getSimpleName() + " keeps its tags in \"" + hierarchy.tagField
                    + "\": " + FieldName.STORABLE);
        }
        if (hierarchy.tagField.text().equals(Declaration.ID)) {
            problems.add("Sealed interface " + root.getSimpleName() + " keeps its tags in _id, so there could be one"
                    + " document of each variant: name another field with @OdmModel(tagField)");
        }
        return hierarchy;
    }

    private Set<Class<?>> records(Class<?> type, Problems problems) {
        Set<Class<?>> records = new LinkedHashSet<>();
        for (Class<?> permitted : type.getPermittedSubclasses()) {
            if (permitted.isRecord()) {
                records.add(permitted);
            } else if (isSealed(permitted)) {
                records.addAll(records(permitted, problems));
            } else {
                problems.add(permitted.getSimpleName() + ", which sealed interface " + root.getSimpleName()
                        + " permits, is no record and no sealed interface of records: "
                        + Nullness.remedyForNoRecord(permitted, "make it one of the two"));
            }
        }
        return records;
    }

    private void add(Class<?> variant, Problems problems) {
        String tag = tag(variant);
        Class<?> other = variants.putIfAbsent(tag, variant);
        if (other != null) {
            problems.add("Records " + other.getSimpleName() + " and " + variant.getSimpleName()
                    + " of sealed interface " + root.getSimpleName() + " have the same tag " + tag
                    + ": give one of them another with @BsonDiscriminator");
        }
        if (!Sink.isEncodable(tag)) {
            problems.add("Record " + variant.getSimpleName() + " has the tag \"" + tag
                    + "\", which has half of a surrogate pair: give it another with @BsonDiscriminator");
        }
        BsonDiscriminator declared = variant.getAnnotation(BsonDiscriminator.class);
        if (declared != null
                && !declared.key().equals(UNSET_KEY)
                && !declared.key().equals(tagField.text())) {
            problems.add("Record " + variant.getSimpleName() + " declares the tag field " + declared.key()
                    + " but sealed interface " + root.getSimpleName() + " keeps its tags in " + tagField
                    + ": declare the field on the interface, with @OdmModel(tagField)");
        }
    }

    private static String tag(Class<?> variant) {
        BsonDiscriminator declared = variant.getAnnotation(BsonDiscriminator.class);
        return declared == null || declared.value().isEmpty() ? variant.getSimpleName() : declared.value();
    }

    /** The nearest declaration counts, from the interface up through the sealed interfaces above it. */
    private static String tagField(Class<?> type) {
        for (Class<?> each : upwards(type)) {
            OdmModel settings = each.getAnnotation(OdmModel.class);
            if (settings != null && !settings.tagField().equals(DEFAULT_FIELD)) {
                return settings.tagField();
            }
            BsonDiscriminator declared = each.getAnnotation(BsonDiscriminator.class);
            if (declared != null && !declared.key().equals(UNSET_KEY)) {
                return declared.key();
            }
        }
        return DEFAULT_FIELD;
    }

    private static List<Class<?>> upwards(Class<?> type) {
        List<Class<?>> found = new ArrayList<>(List.of(type));
        for (Class<?> above : type.getInterfaces()) {
            if (isSealed(above)) {
                found.addAll(upwards(above));
            }
        }
        return found;
    }

    Class<?> root() {
        return root;
    }

    FieldName tagField() {
        return tagField;
    }

    /** Returns the records by their tags, in the order of declaration. */
    Map<String, Class<?>> variants() {
        return variants;
    }

    /** Returns the tag of a record, or null when it is not under this root. */
    @Nullable
    Tag tagOf(Class<?> variant) {
        return variants.get(tag(variant)) == variant ? new Tag(tagField, tag(variant)) : null;
    }
}
