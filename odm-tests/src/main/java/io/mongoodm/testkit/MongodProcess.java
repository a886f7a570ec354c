package io.mongoodm.testkit;

import com.mongodb.client.MongoClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A mongod of the user's that runs as a replica set of one node, on a free port and in a temporary folder. */
final class MongodProcess implements RunningServer {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(20);
    private static final int STOP_SECONDS = 10;

    private final String program;
    private final int port;
    private final TemporaryFolder folder;
    private final Process process;
    private final Thread atExit;
    private Engine found = new Engine("", Set.of());

    private MongodProcess(String program, int port, TemporaryFolder folder, Process process) {
        this.program = program;
        this.port = port;
        this.folder = folder;
        this.process = process;
        this.atExit = new Thread(this::end, "odm-testkit-stop-mongod");
    }

    /**
     * Starts the program and waits until it takes writes.
     *
     * @throws IllegalStateException when it cannot be run, ends at once, or does not answer within 30 seconds; nothing of
     *     it is left then
     */
    static MongodProcess start(String program) {
        TemporaryFolder folder = TemporaryFolder.create("odm-testkit-mongod");
        int port = freePort();
        Process process;
        try {
            process = launch(program, port, folder.path());
        } catch (IOException failed) {
            folder.delete();
            throw new IllegalStateException("The mongod " + program + " cannot be run. " + remedy(), failed);
        }
        MongodProcess server = new MongodProcess(program, port, folder, process);
        Runtime.getRuntime().addShutdownHook(server.atExit);
        try {
            server.awaitPort();
            server.becomePrimary();
            return server;
        } catch (RuntimeException failed) {
            server.stop();
            throw failed;
        }
    }

    private static Process launch(String program, int port, Path folder) throws IOException {
        Path data = Files.createDirectory(folder.resolve("data"));
        List<String> command = List.of(
                program,
                "--port",
                Integer.toString(port),
                "--bind_ip",
                "127.0.0.1",
                "--dbpath",
                data.toString(),
                "--replSet",
                ReplicaSet.NAME,
                "--setParameter",
                "enableTestCommands=1");
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("mongod.log").toFile())
                .start();
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private void awaitPort() {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!answers()) {
            if (!process.isAlive()) {
                throw new IllegalStateException("The mongod " + program + " ended with exit code " + process.exitValue()
                        + " before it answered. Run it by hand with --dbpath and an empty folder to see why, or choose"
                        + " another server.");
            }
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException("The mongod " + program + " does not answer at 127.0.0.1:" + port
                        + " within " + PATIENCE.toSeconds() + " s. " + remedy());
            }
            LockSupport.parkNanos(PAUSE);
        }
    }

    private boolean answers() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    private void becomePrimary() {
        try (MongoClient client = Console.open(uri())) {
            ReplicaSet.initiate(client, port);
            found = Engine.of(client);
        }
    }

    private static String remedy() {
        return "Set " + ServerChoice.MONGOD + " to a mongod that runs on this machine, or unset it to use the server"
                + " inside the JVM.";
    }

    @Override
    public String uri() {
        return "mongodb://127.0.0.1:" + port + "/?directConnection=true";
    }

    @Override
    public String description() {
        return found.name() + " at 127.0.0.1:" + port + ", started from " + program;
    }

    @Override
    public String engine() {
        return found.name();
    }

    @Override
    public Set<Feature> features() {
        return found.features();
    }

    @Override
    public boolean ours() {
        return true;
    }

    @Override
    public void stop() {
        Runtime.getRuntime().removeShutdownHook(atExit);
        end();
    }

    private void end() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException interrupted) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        folder.delete();
    }
}
