package io.mongoodm.internal.execution;

import com.mongodb.MongoClientSettings;
import com.mongodb.client.MongoClient;
import com.mongodb.client.model.IndexModel;
import java.lang.invoke.MethodHandles;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a builder gathered. */
public record HandleSettings(
        @Nullable String uri,
        @Nullable MongoClientSettings settings,
        @Nullable MongoClient client,
        @Nullable String database,
        List<Class<?>> models,
        Map<Class<?>, List<IndexModel>> indexes,
        InstantSource clock,
        boolean validateFilters,
        MethodHandles.@Nullable Lookup lookup) {}
