package io.mongoodm.reference;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.result.UpdateResult;
import io.mongoodm.Model;
import io.mongoodm.Odm;
import io.mongoodm.fixture.Form;
import io.mongoodm.reference.Written.Account;
import io.mongoodm.testkit.CommandRecorder;
import io.mongoodm.testkit.OdmTest;
import io.mongoodm.testkit.Server;
import java.util.List;
import org.bson.BsonDocument;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code updateAll} on a server without bulk writes of the client. */
@OdmTest(models = Account.class, server = Server.IN_PROCESS)
class UpdateAllOneByOneTest extends WriteTest {
    UpdateAllOneByOneTest(Odm odm, CommandRecorder recorder) {
        super(odm, recorder);
    }

    @ParameterizedTest
    @EnumSource
    void sendsOneCommandForEachRecord(Form form) {
        Model<Account> model = form.model(async, Account.class);
        List<Account> accounts = model.createMany(List.of(Account.of("a", 1), Account.of("b", 1)));

        assertThat(sentBy(
                        () -> assertThat(model.updateAll(accounts)).isEqualTo(UpdateResult.acknowledged(2, 2L, null))))
                .containsExactly(statement("a"), statement("b"));
    }

    private static BsonDocument statement(String id) {
        return json(
                "{update: 'accounts', ordered: true, updates: [{q: {_id: '" + id + "', version: {$numberLong: '0'}},"
                        + " u: {$set: {balance: 1, updatedAt: %s}, $inc: {version: {$numberLong: '1'}}}}]}",
                NOON);
    }
}
