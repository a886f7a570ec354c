package io.mongoodm.testkit;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which server to use and why. Package-private so that tests choose from a map instead of this process's environment.
 *
 * @param kind what is to be started or connected to
 * @param location the connection string or the path of the mongod; empty for the others
 * @param reason a clause that goes after "because"
 */
record ServerChoice(Kind kind, String location, String reason) {
    static final String SERVER = "ODM_TEST_SERVER";
    static final String URI = "ODM_TEST_URI";
    static final String MONGOD = "ODM_TEST_MONGOD";

    enum Kind {
        IN_PROCESS,
        URI,
        MONGOD,
        FLAPDOODLE
    }

    /** What leases share: the reason for a choice does not make another server. */
    record Key(Kind kind, String location) {}

    Key key() {
        return new Key(kind, location);
    }

    /**
     * Chooses in the documented order.
     *
     * @param asked what the annotation says, {@link Server#AUTO} when it says nothing
     * @throws IllegalStateException when an explicit choice is malformed or cannot be met
     */
    static ServerChoice of(Server asked, Map<String, String> environment) {
        if (asked != Server.AUTO) {
            return explicit(asked, "@OdmTest asks for " + asked, environment);
        }
        @Nullable String server = value(environment, SERVER);
        Server named = server == null ? Server.AUTO : parse(server);
        if (named != Server.AUTO) {
            return explicit(named, SERVER + " is " + named, environment);
        }
        @Nullable String uri = value(environment, URI);
        if (uri != null) {
            return new ServerChoice(Kind.URI, uri, URI + " names it; " + SERVER + " is not set");
        }
        @Nullable String mongod = value(environment, MONGOD);
        if (mongod != null) {
            String reason = MONGOD + " names it; " + SERVER + " and " + URI + " are not set";
            return new ServerChoice(Kind.MONGOD, executable(mongod), reason);
        }
        return new ServerChoice(Kind.IN_PROCESS, "", "none of " + SERVER + ", " + URI + " and " + MONGOD + " is set");
    }

    private static ServerChoice explicit(Server server, String reason, Map<String, String> environment) {
        return switch (server) {
            case MONGOD -> new ServerChoice(Kind.MONGOD, mongod(reason, environment), reason);
            case FLAPDOODLE -> new ServerChoice(Kind.FLAPDOODLE, "", reason);
            case IN_PROCESS, AUTO -> new ServerChoice(Kind.IN_PROCESS, "", reason);
        };
    }

    private static Server parse(String name) {
        if (name.contains("://")) {
            throw new IllegalStateException(
                    SERVER + " holds a URI. Put it into " + URI + ", and unset " + SERVER + ".");
        }
        String constant = name.strip().toUpperCase(Locale.ROOT).replace('-', '_');
        return Arrays.stream(Server.values())
                .filter(server -> server.name().equals(constant))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        SERVER + " is \"" + name + "\", which is no server of the test kit. Set it to one of "
                                + Arrays.stream(Server.values()).map(Enum::name).collect(Collectors.joining(", "))
                                + ", or unset it."));
    }

    private static String mongod(String reason, Map<String, String> environment) {
        @Nullable String named = value(environment, MONGOD);
        return named != null
                ? executable(named)
                : onPath(environment)
                        .orElseThrow(() -> new IllegalStateException(reason + ", but " + MONGOD
                                + " is not set and no folder of the PATH holds a mongod. Set " + MONGOD
                                + " to the path of one, or choose IN_PROCESS or FLAPDOODLE."));
    }

    private static String executable(String path) {
        if (!isProgram(Path.of(path))) {
            throw new IllegalStateException(MONGOD + " is \"" + path
                    + "\", which is not an executable file. Set it to the path of a mongod, or unset it.");
        }
        return path;
    }

    private static Optional<String> onPath(Map<String, String> environment) {
        String folders = environment.getOrDefault("PATH", "");
        return Arrays.stream(folders.split(File.pathSeparator))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, "mongod"))
                .filter(ServerChoice::isProgram)
                .findFirst()
                .map(Path::toString);
    }

    private static boolean isProgram(Path path) {
        return Files.isRegularFile(path) && Files.isExecutable(path);
    }

    /** An empty variable counts as one that is not set: shells and CI files cannot always unset one. */
    private static @Nullable String value(Map<String, String> environment, String name) {
        @Nullable String value = environment.get(name);
        return value == null || value.isBlank() ? null : value;
    }
}
