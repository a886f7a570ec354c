package io.mongoodm.testkit;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** Skips what a server cannot run; the extension behind {@link Requires}. */
final class RequiresCondition implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        Optional<Requires> requires = AnnotationSupport.findAnnotation(context.getElement(), Requires.class);
        if (requires.isEmpty()) {
            return ConditionEvaluationResult.enabled("nothing required");
        }
        TestRun run = TestRun.of(context);
        RunningServer server = run.server(OdmTestExtension.server(context));
        EnumSet<Feature> missing = EnumSet.noneOf(Feature.class);
        missing.addAll(Arrays.asList(requires.get().value()));
        missing.removeAll(server.features());
        if (missing.isEmpty()) {
            return ConditionEvaluationResult.enabled(server.engine() + " has what is required");
        }
        run.skips().add(server.engine(), missing, context.getUniqueId());
        return ConditionEvaluationResult.disabled(
                server.engine() + " lacks " + missing.stream().map(Enum::name).collect(Collectors.joining(", ")));
    }
}
