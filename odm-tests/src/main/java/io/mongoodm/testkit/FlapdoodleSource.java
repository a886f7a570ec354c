package io.mongoodm.testkit;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Where flapdoodle's archives come from and are kept; tests put a server of their own in its place.
 *
 * @param address of the download server, without a slash at the end
 * @param cache the folder in which archives and programs stay for the next start
 * @param startLimit how long a started program may take until it accepts connections
 */
record FlapdoodleSource(String address, Path cache, Duration startLimit) {
    static FlapdoodleSource official() {
        return new FlapdoodleSource(
                "https://fastdl.mongodb.org",
                Path.of(System.getProperty("user.home"), ".embedmongo"),
                Duration.ofSeconds(30));
    }

    String host() {
        return URI.create(address).getAuthority();
    }
}
