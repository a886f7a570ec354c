package io.mongoodm.vthreads

import io.mongoodm.testkit.EmbeddedMongo
import io.mongoodm.testkit.Feature
import io.mongoodm.testkit.OdmTest
import io.mongoodm.testkit.Requires
import java.util.function.UnaryOperator
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.async
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.coroutineScope
import kotlinx.coroutines.flow.collect
import kotlinx.coroutines.flow.take
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.future.await
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeoutOrNull
import org.assertj.core.api.Assertions.assertThat
import org.junit.jupiter.api.AfterEach
import org.junit.jupiter.api.Test
import programs.asFlow

/** Coroutines over the futures and iterators as they are; what they abandon stops at the server. */
@OdmTest
@Requires(Feature.TRANSACTIONS)
class CoroutineTest(server: EmbeddedMongo) {
    private val proxy = TcpProxy(server.uri())
    private val watched = Watched(server, proxy, CONNECTIONS, UnaryOperator.identity(), *Stock.MODELS)
    private val stock = Stock(watched.odm()).fill()
    private val cursorsBefore = watched.openCursors()

    @AfterEach
    fun close() {
        watched.close()
        proxy.close()
    }

    /** As many calls as there are permits get through, so every permit and connection is back. */
    private suspend fun allPermitsAreBack() {
        proxy.hold("count")
        val counts = List(CONNECTIONS) { stock.items().aestimatedDocumentCount() }
        proxy.awaitHeld(CONNECTIONS)
        proxy.release()
        counts.forEach { assertThat(it.await()).isEqualTo(Stock.ITEMS.toLong()) }
        watched.events().awaitConnectionsBack()
    }

    private fun nothingIsOpen() {
        watched.awaitOpenCursors(cursorsBefore)
        assertThat(watched.events().cursorsNotEnded()).isEmpty()
    }

    @Test
    fun aCancelledAwaitStopsTheCall() = runBlocking(Dispatchers.Default) {
        proxy.hold("find")
        val waiting = launch { stock.items().afindById(1).await() }
        proxy.awaitHeld(1)

        waiting.cancelAndJoin()

        proxy.awaitGivenUp(1)
        proxy.release()
        allPermitsAreBack()
    }

    @Test
    fun withTimeoutStopsTheCall() = runBlocking(Dispatchers.Default) {
        proxy.hold("find")

        val found = withTimeoutOrNull(20) {
            val call = stock.items().afindById(1)
            proxy.awaitHeld(1)
            call.await()
        }

        assertThat(found).isNull()
        proxy.awaitGivenUp(1)
        proxy.release()
        allPermitsAreBack()
    }

    @Test
    fun aFailureInAScopeStopsTheOthers() = runBlocking(Dispatchers.Default) {
        proxy.hold("find")
        val others = CompletableDeferred<Unit>()
        val outcome = runCatching {
            coroutineScope {
                val running = List(2) { async { stock.items().afindById(it).await() } }
                launch {
                    others.await()
                    error("enough")
                }
                proxy.awaitHeld(2)
                others.complete(Unit)
                running.forEach { it.await() }
            }
        }

        assertThat(outcome.exceptionOrNull()).hasMessage("enough")
        proxy.awaitGivenUp(2)
        proxy.release()
        allPermitsAreBack()
    }

    @Test
    fun aFlowThatIsLeftEarlyClosesItsCursor() = runBlocking(Dispatchers.Default) {
        val taken = stock.inPairs().asFlow().take(3).toList()

        assertThat(taken).hasSize(3)
        watched.events().awaitAnswered("killCursors", 1)
        nothingIsOpen()
        allPermitsAreBack()
    }

    @Test
    fun aFlowThatIsCancelledInAFetchClosesItsCursor() = runBlocking(Dispatchers.Default) {
        proxy.hold("getMore")
        val collecting = launch { stock.inPairs().asFlow().collect {} }
        proxy.awaitHeld(1)

        collecting.cancelAndJoin()

        proxy.release()
        watched.events().awaitAnswered("killCursors", 1)
        nothingIsOpen()
        allPermitsAreBack()
    }

    @Test
    fun aCancelledTransactionIsAborted() = runBlocking(Dispatchers.Default) {
        proxy.hold("find")
        val body = launch {
            watched.odm().atransaction { tx ->
                val items = tx.model(Stock.Item::class.java)
                items.create(stock.fresh())
                items.findById(1)
            }.await()
        }
        proxy.awaitHeld(1)

        body.cancelAndJoin()

        proxy.awaitGivenUp(1)
        watched.events().awaitAnswered("abortTransaction", 1)
        proxy.release()
        assertThat(stock.items().acountDocuments().await()).isEqualTo(Stock.ITEMS.toLong())
        allPermitsAreBack()
    }

    private companion object {
        const val CONNECTIONS = 3
    }
}
