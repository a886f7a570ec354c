package io.mongoodm.benchmark.async;

import com.mongodb.MongoClientSettings;
import com.mongodb.MongoNamespace;
import com.mongodb.client.FindIterable;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/** A client of the driver that answers every find at once, without a server: what is left is what others add to it. */
final class AnsweringClient implements InvocationHandler {
    private final Object document;

    private AnsweringClient(Object document) {
        this.document = document;
    }

    /** Returns a client whose finds all bring this document. */
    static MongoClient of(Object document) {
        return new AnsweringClient(document).as(MongoClient.class);
    }

    private <T> T as(Class<T> type) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, this));
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // a proxy is equal to itself only
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) {
        return switch (method.getName()) {
            case "first" -> document;
            case "find" -> as(FindIterable.class);
            case "getDatabase" -> as(MongoDatabase.class);
            case "getCollection" -> as(MongoCollection.class);
            case "getName" -> "bench";
            case "getNamespace" -> new MongoNamespace("bench.entry");
            case "getCodecRegistry" -> MongoClientSettings.getDefaultCodecRegistry();
            case "hashCode" -> System.identityHashCode(proxy);
            case "equals" -> arguments != null && proxy == arguments[0];
            default -> method.getReturnType().isInstance(proxy) ? proxy : null;
        };
    }
}
