package io.mongoodm.internal.validation;

import io.mongoodm.internal.mapping.ComponentModel;
import java.util.LinkedHashSet;
import java.util.Set;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.BsonValue;

/**
 * The former names of the components that an update sets or unsets: what lies there is older, and would be read once the
 * present name is gone. Each update that writes components, of a record or by operators, ends here.
 */
public final class FormerNames {
    private final Set<String> paths = new LinkedHashSet<>();

    /** Notes the former names of what is written at a place. */
    void add(Target target) {
        String prefix = target.path().substring(0, target.path().lastIndexOf('.') + 1);
        target.components().forEach(component -> add(prefix, component));
    }

    /**
     * Notes the former names of a component that is written.
     *
     * @param prefix the path of the document that holds it, with a dot at its end; empty for the whole one
     */
    public void add(String prefix, ComponentModel component) {
        component.aliases().forEach(alias -> paths.add(prefix + alias));
    }

    /** Returns the update with the former names unset too, those excepted that it names by itself. */
    public BsonDocument removedBy(BsonDocument update) {
        if (paths.isEmpty()) {
            return update;
        }
        BsonDocument unset = update.containsKey("$unset") ? update.getDocument("$unset") : new BsonDocument();
        paths.stream().filter(path -> !isNamed(update, path)).forEach(path -> unset.append(path, new BsonString("")));
        if (!unset.isEmpty()) {
            update.put("$unset", unset);
        }
        return update;
    }

    private static boolean isNamed(BsonDocument update, String path) {
        return update.values().stream()
                .filter(BsonValue::isDocument)
                .flatMap(changes -> changes.asDocument().keySet().stream())
                .anyMatch(name -> name.equals(path) || name.startsWith(path + ".") || path.startsWith(name + "."));
    }
}
