package io.mongoodm.testkit;

import io.mongoodm.Odm;
import io.mongoodm.vthreads.AsyncOdm;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/** Injects what a test class works with; the extension behind {@link OdmTest}. */
final class OdmTestExtension implements ParameterResolver, BeforeEachCallback {
    private static final Namespace NAMESPACE = Namespace.create(OdmTestExtension.class);
    private static final Set<Class<?>> INJECTED =
            Set.of(Odm.class, AsyncOdm.class, EmbeddedMongo.class, CommandRecorder.class);

    /** Returns the server of the class around a test, {@link Server#AUTO} when it says none. */
    static Server server(ExtensionContext context) {
        return owner(context)
                .map(owner -> annotation(owner).orElseThrow().server())
                .orElse(Server.AUTO);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return INJECTED.contains(parameter.getParameter().getType());
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        ExtensionContext owner = owner(context).orElseThrow();
        ClassDatabase database =
                owner.getStore(NAMESPACE).computeIfAbsent(owner.getUniqueId(), key -> open(owner), ClassDatabase.class);
        Class<?> type = parameter.getParameter().getType();
        if (type == Odm.class) {
            return database.odm();
        }
        if (type == AsyncOdm.class) {
            return database.asyncOdm();
        }
        return type == EmbeddedMongo.class ? database.server() : database.recorder();
    }

    /** Empties the recorder, so that a test sees what it sent itself. */
    @Override
    public void beforeEach(ExtensionContext context) {
        ExtensionContext owner = owner(context).orElseThrow();
        @Nullable ClassDatabase database = owner.getStore(NAMESPACE).get(owner.getUniqueId(), ClassDatabase.class);
        if (database != null) {
            database.forgetCommands();
        }
    }

    private static ClassDatabase open(ExtensionContext owner) {
        OdmTest test = annotation(owner).orElseThrow();
        TestRun.of(owner).server(test.server());
        return new ClassDatabase(test);
    }

    /** Returns the context of the innermost class around a test that has the annotation. */
    private static Optional<ExtensionContext> owner(ExtensionContext context) {
        Optional<ExtensionContext> current = Optional.of(context);
        while (current.isPresent()) {
            ExtensionContext candidate = current.get();
            if (candidate.getTestMethod().isEmpty() && annotation(candidate).isPresent()) {
                return current;
            }
            current = candidate.getParent();
        }
        return Optional.empty();
    }

    private static Optional<OdmTest> annotation(ExtensionContext context) {
        return AnnotationSupport.findAnnotation(context.getElement(), OdmTest.class);
    }
}
