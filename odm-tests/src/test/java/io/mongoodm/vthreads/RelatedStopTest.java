package io.mongoodm.vthreads;

import static org.assertj.core.api.Assertions.assertThat;

import io.mongoodm.Ref;
import io.mongoodm.annotation.OdmModel;
import io.mongoodm.testkit.EmbeddedMongo;
import io.mongoodm.testkit.OdmTest;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Relations that are looked up at once, stopped while all of their finds are on the way. */
@OdmTest
class RelatedStopTest {
    @OdmModel(collection = "leaves")
    record Leaf(Integer id) {}

    @OdmModel(collection = "twigs")
    record Twig(Integer id) {}

    @OdmModel(collection = "trees")
    record Tree(Integer id, Ref<Leaf> leaf, Ref<Twig> twig, Ref<Tree> other) {}

    private static final Tree TREE = new Tree(1, Ref.to(1), Ref.to(1), Ref.to(2));
    private static final int RELATIONS = 3;

    private final TcpProxy proxy;
    private final Watched watched;
    private final AsyncModel<Tree> trees;

    RelatedStopTest(EmbeddedMongo server) throws IOException {
        this.proxy = new TcpProxy(server.uri());
        this.watched =
                new Watched(server, proxy, RELATIONS, UnaryOperator.identity(), Leaf.class, Twig.class, Tree.class);
        this.trees = watched.odm().model(Tree.class);
    }

    @AfterEach
    void close() throws IOException {
        watched.close();
        proxy.close();
    }

    @ParameterizedTest
    @EnumSource
    void everyFindIsGivenUp(Stop stop) throws Exception {
        proxy.hold("find");
        CompletableFuture<Tree> loading = trees.aloadRelated(TREE);
        proxy.awaitHeld(RELATIONS);

        stop.apply(loading);

        proxy.awaitGivenUp(RELATIONS);
        proxy.release();
        assertThat(loading.handle((value, failure) -> true).get(Watched.SECONDS, TimeUnit.SECONDS))
                .isTrue();
        assertThat(trees.aloadRelated(TREE)
                        .get(Watched.SECONDS, TimeUnit.SECONDS)
                        .leaf())
                .isInstanceOf(Ref.Missing.class);
        watched.events().awaitConnectionsBack();
    }
}
