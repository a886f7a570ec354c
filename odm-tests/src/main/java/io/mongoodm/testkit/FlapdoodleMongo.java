package io.mongoodm.testkit;

import com.mongodb.client.MongoClient;
import de.flapdoodle.embed.mongo.transitions.RunningMongodProcess;
import de.flapdoodle.reverse.TransitionWalker.ReachedState;
import java.util.Set;

/** A mongod that flapdoodle downloaded and runs, as a replica set of one node. */
final class FlapdoodleMongo implements RunningServer {
    private final ReachedState<RunningMongodProcess> running;
    private final int port;
    private Engine found = new Engine("", Set.of());

    private FlapdoodleMongo(ReachedState<RunningMongodProcess> running) {
        this.running = running;
        this.port = running.current().getServerAddress().getPort();
    }

    /**
     * Downloads the program if the cache lacks it, starts it, and waits until it takes writes.
     *
     * @throws IllegalStateException when the download fails, the archive is unusable, or the program does not run; nothing
     *     of it is left running then
     */
    static FlapdoodleMongo start(FlapdoodleSource source) {
        FlapdoodleMongo server = new FlapdoodleMongo(new FlapdoodleLaunch(source).run());
        try (MongoClient client = Console.open(server.uri())) {
            ReplicaSet.initiate(client, server.port);
            server.found = Engine.of(client);
            return server;
        } catch (RuntimeException failed) {
            server.stop();
            throw failed;
        }
    }

    @Override
    public String uri() {
        return "mongodb://127.0.0.1:" + port + "/?directConnection=true";
    }

    @Override
    public String description() {
        return found.name() + " at 127.0.0.1:" + port + ", downloaded by flapdoodle as "
                + FlapdoodleLaunch.VERSION.asInDownloadPath();
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
        running.close();
    }
}
