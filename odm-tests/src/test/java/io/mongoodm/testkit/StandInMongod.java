package io.mongoodm.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** A script with the name and the options of mongod, for machines that have none. */
final class StandInMongod {
    /** The command of the engine that stands in, with its own arguments. */
    static final String ENGINE = "ODM_TEST_ENGINE";

    private StandInMongod() {}

    /**
     * Writes a script that becomes the engine, on the port and with the data folder that mongod would use, and says like
     * mongod when it accepts connections.
     */
    static Path thatRunsTheEngine(Path folder) throws IOException {
        return script(folder, """
                while [ $# -gt 0 ]; do
                  case "$1" in
                    --port) port="$2" ;;
                    --dbpath) data="$2" ;;
                  esac
                  shift
                done
                exec %s --port "$port" --storage-path "$data" --enable-test-commands \\
                  2> >(exec sed -u 's/listening on/Waiting for connections on/')
                """.formatted(System.getenv(ENGINE)));
    }

    static Path thatFails(Path folder) throws IOException {
        return script(folder, "exit 3\n");
    }

    private static Path script(Path folder, String body) throws IOException {
        Path script = folder.resolve("mongod");
        Files.writeString(script, "#!/bin/bash\n" + body);
        return Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** Packs the script as the download of a mongod is packed. */
    static byte[] archived(Path script) throws IOException, InterruptedException {
        Path folder = Files.createDirectories(script.resolveSibling("packed").resolve("mongodb/bin"));
        Files.copy(script, folder.resolve("mongod"));
        Path archive = script.resolveSibling("mongod.tgz");
        int exit = new ProcessBuilder(
                        "tar",
                        "-czf",
                        archive.toString(),
                        "-C",
                        script.resolveSibling("packed").toString(),
                        "mongodb")
                .inheritIO()
                .start()
                .waitFor();
        if (exit != 0) {
            throw new IOException("tar ended with " + exit);
        }
        return Files.readAllBytes(archive);
    }
}
