package io.mongoodm.testkit.inprocess;

import de.bwaldvogel.mongo.backend.DefaultQueryMatcher;
import de.bwaldvogel.mongo.backend.QueryMatcher;
import de.bwaldvogel.mongo.bson.Document;
import java.util.Set;

/**
 * Which documents an index holds: those that match its filter, all of them where it has none.
 *
 * @param filter the filter, empty for none
 */
record PartialFilter(Document filter) {
    static final String OPTION = "partialFilterExpression";

    static final PartialFilter NONE = new PartialFilter(new Document());

    private static final QueryMatcher MATCHER = new DefaultQueryMatcher();
    private static final Set<String> OPERATORS = Set.of("$eq", "$gt", "$gte", "$lt", "$lte", "$in", "$type");

    /** Reads the filter of an index, and refuses one that a server does not build. */
    static PartialFilter of(Arguments index) {
        PartialFilter partial = new PartialFilter(index.document(OPTION));
        if (index.has(OPTION) && index.flag("sparse")) {
            throw refused("cannot mix \"" + OPTION + "\" and \"sparse\" options");
        }
        check(partial.filter);
        return partial;
    }

    private static void check(Document filter) {
        filter.forEach((name, condition) -> {
            if (name.equals("$and") || name.equals("$or")) {
                new Arguments(filter).documents(name).forEach(PartialFilter::check);
            } else if (name.startsWith("$")) {
                throw refused("Expression not supported in partial index: " + name);
            } else if (condition instanceof Document operators) {
                operators.forEach(PartialFilter::check);
            }
        });
    }

    private static void check(String operator, Object operand) {
        boolean exists = operator.equals("$exists") && new Arguments(new Document(operator, operand)).flag(operator);
        if (operator.startsWith("$") && !exists && !OPERATORS.contains(operator)) {
            throw refused("Expression not supported in partial index: " + operator);
        }
    }

    private static CommandError refused(String message) {
        return new CommandError(67, "CannotCreateIndex", message);
    }

    boolean holds(Document document) {
        return filter.isEmpty() || MATCHER.matches(document, filter);
    }

    /** Tells whether a query says all that the filter says, so that the index has every document that it asks for. */
    boolean isPartOf(Document query) {
        return query.entrySet().containsAll(filter.entrySet());
    }
}
