using System.Globalization;
using Huset.ServiceDefaults.Access;
using Huset.ServiceDefaults.Identity;
using Huset.ServiceDefaults.Persistence;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Huset.Deviations.Tests;

/// <summary>The access log's chain: sealed once, recomputed from outside, and every kind of tampering named. What is altered is altered in a transaction that is undone.</summary>
public sealed class AccessChainTests(AccessChainTests.Alone host) : IClassFixture<AccessChainTests.Alone>
{
    /// <summary>A database of its own, as nobody else may be disturbed.</summary>
    public sealed class Alone() : ServiceHost<Program, DeviationsDb>("deviations");

    private const string Cases = "/deviations/v1/deviations";

    [Fact]
    public async Task Rows_written_at_once_are_sealed_once_and_without_gap()
    {
        var employee = TestUsers.Employee with { Id = Guid.NewGuid() };
        await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => Report(employee)));
        await AllSealed();
        Assert.Equal(40, await host.Scalar<long>("select count(*) from access_seals s join access_log l on l.id = s.entry_id where l.user_id = $1", $"{employee.Id}"));
        Assert.Equal(0, await host.Scalar<long>("select count(*) from (select number - row_number() over (partition by month order by number) as gap from access_seals) s where gap <> 0"));
    }

    [Fact]
    public async Task A_row_that_commits_late_is_sealed_after_those_that_were_first()
    {
        await using var connection = await host.Owner.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var late = new NpgsqlCommand(Insert + " returning id", connection);
        var id = (long)(await late.ExecuteScalarAsync())!;
        await Report(TestUsers.Employee);
        await Alone.Eventually(() => host.Scalar<bool>("select exists (select 1 from access_seals where entry_id > $1)", id).GetAwaiter().GetResult());
        Assert.False(await host.Scalar<bool>("select exists (select 1 from access_seals where entry_id = $1)", id));
        await transaction.CommitAsync();
        await Alone.Eventually(() => host.Scalar<bool>("select exists (select 1 from access_seals where entry_id = $1)", id).GetAwaiter().GetResult());
    }

    [Fact]
    public Task An_auditor_computes_the_same_hash_without_this_program() => InPast(async (run, verify) =>
    {
        Assert.True((await verify()).Ok);
        var query = (await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "access-log.md"))).Split("```sql")[1].Split("```")[0];
        Assert.Null(await run(query));
        await run("update access_log set home_unit = 'kullen' where id = (select entry_id from access_seals where number = 2 order by month desc limit 1)");
        Assert.Equal($"{Month(0):yyyy-MM-dd}", await run($"select month::text from ({query}) wrong"));
    });

    [Theory]
    [InlineData("update access_log set user_name = 'Någon annan' where id = $1", "B number 2 has been changed")]
    [InlineData("update access_log set at = at + interval '1 microsecond' where id = $1", "B number 2 has been changed")]
    [InlineData("update access_log set subject_ids = array['1'], subject_references = array['2', 'AVV-1', 'AVV-2'] where id = $1", "B number 2 has been changed")]
    [InlineData("delete from access_log where id = $1", "B number 2: its row has been removed")]
    [InlineData("update access_seals set hash = sha256(hash) where entry_id = $1", "B number 2 has been changed")]
    [InlineData("delete from access_seals where entry_id = $1", "B number 2 is missing")]
    [InlineData("with s as (delete from access_seals where entry_id = $1) delete from access_log where id = $1", "B number 2 is missing")]
    [InlineData("delete from access_seals where month = (select min(month) from access_seals)", "B number 1 has been changed")]
    [InlineData("alter table access_log disable trigger access_log_wait; " + Insert, "1 rows are older than a minute and have no seal")]
    [InlineData(Insert + "; delete from access_log where not exists (select 1 from access_seals where entry_id = id)", "1 rows were removed before they were sealed")]
    [InlineData("insert into access_reviews select gen_random_uuid(), month, month, 'x', 'none', '', month, number, sha256(hash), 'a', 'A', now() from access_seals where entry_id = $1", "the review signed at B number 2 no longer finds its seal")]
    public Task What_is_tampered_with_is_named(string tampering, string named) => InPast(async (run, verify) =>
    {
        await run(tampering.Replace("$1", "(select entry_id from access_seals where number = 2 order by month desc limit 1)"));
        var check = await verify();
        Assert.False(check.Ok);
        Assert.StartsWith(named.Replace("B ", $"{Month(0):yyyy-MM} "), check.Detail);
    });

    [Fact]
    public Task A_month_that_has_been_kept_its_time_goes_and_the_chain_goes_on() => InPast(async (run, verify) =>
    {
        Assert.Equal(1, await run("select access_log_remove_old()"));
        Assert.Equal($"{Month(-1):yyyy-MM-dd} 2", await run("select month::text || ' ' || rows from access_removals"));
        Assert.Equal(3L, await run("select count(*) from access_log"));
        var check = await verify();
        Assert.True(check.Ok, check.Detail);
    });

    [Fact]
    public Task A_month_with_a_row_that_must_be_kept_is_not_removed() => InPast(async (run, _) =>
    {
        await run("update access_log set at = now() - interval '1 day' where id = (select entry_id from access_seals order by month, number limit 1)");
        var refused = await Assert.ThrowsAsync<PostgresException>(() => run("select access_log_remove_old()"));
        Assert.Contains("must be kept", refused.MessageText);
    });

    [Fact]
    public async Task The_services_own_role_can_neither_change_nor_remove_what_is_logged()
    {
        var settings = new NpgsqlConnectionStringBuilder(host.Postgres.ConnectionStringFor("deviations")) { Username = "deviations", Password = "runtime" };
        await using var runtime = NpgsqlDataSource.Create(settings.ConnectionString);
        foreach (var forbidden in new[]
        {
            "update access_log set user_id = 'x'", "delete from access_log", "truncate access_log", "update access_seals set hash = ''", "delete from access_seals",
            "update access_reviews set note = ''", "delete from access_reviews", "insert into access_removals values ('2020-01-01', 1, '', now())", "update access_retention set years = 0",
        })
        {
            await using var command = runtime.CreateCommand(forbidden);
            Assert.Equal(PostgresErrorCodes.InsufficientPrivilege, (await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync())).SqlState);
        }
        await using var young = runtime.CreateCommand("select access_log_remove_old()");
        Assert.Equal(0, await young.ExecuteScalarAsync());
    }

    [Fact]
    public async Task What_cannot_be_logged_is_neither_shown_nor_stored()
    {
        var id = await Report(TestUsers.Employee);
        var cases = await host.Scalar<long>("select count(*) from deviations");
        await host.Scalar<object>("revoke insert on access_log from deviations; select 1");
        try
        {
            var client = host.As(TestUsers.Employee);
            foreach (var path in new[] { Cases, $"{Cases}/{id}" })
                Assert.DoesNotContain("Morgondosen", (await client.GetAsync(path).Problem(HttpStatusCode.ServiceUnavailable, "access-log.unavailable")).GetRawText());
            foreach (var path in new[] { "/avvikelser", $"/avvikelser/{id}" })
            {
                var page = await client.GetAsync(path);
                Assert.Equal(HttpStatusCode.ServiceUnavailable, page.StatusCode);
                Assert.DoesNotContain("Morgondosen", await page.Content.ReadAsStringAsync());
            }
            await client.Post(Cases, DeviationsHost.Report()).Problem(HttpStatusCode.ServiceUnavailable, "access-log.unavailable");
            await host.As(TestUsers.Administrator).GetAsync("/deviations/v1/access-log").Problem(HttpStatusCode.ServiceUnavailable, "access-log.unavailable");
        }
        finally
        {
            await host.Scalar<object>("grant insert on access_log to deviations; select 1");
        }
        Assert.Equal(cases, await host.Scalar<long>("select count(*) from deviations"));
        await host.As(TestUsers.Employee).GetAsync($"{Cases}/{id}").Json();
    }

    [Fact]
    public async Task An_answer_made_from_a_case_that_the_log_was_not_told_of_is_broken_off()
    {
        await Report(TestUsers.Employee);
        await using var scope = host.Factory.Services.CreateAsyncScope();
        scope.ServiceProvider.GetRequiredService<CurrentUser>().ActAsSystem("test");
        var (response, access) = (new Response(), scope.ServiceProvider.GetRequiredService<AccessLog>());
        var http = new DefaultHttpContext();
        http.Features.Set<IHttpResponseFeature>(response);
        access.Watch(http);
        var read = await scope.ServiceProvider.GetRequiredService<DeviationsDb>().Deviations.AsNoTracking().ToListAsync();
        await Assert.ThrowsAsync<InvalidOperationException>(response.Start);

        response.StatusCode = StatusCodes.Status404NotFound;
        await response.Start();
        response.StatusCode = StatusCodes.Status200OK;
        await access.Append(AccessAction.List, read, _ => "test/all", [], default);
        await response.Start();
    }

    private sealed class Response : HttpResponseFeature
    {
        private Func<Task> starting = () => Task.CompletedTask;

        public Task Start() => starting();

        public override void OnStarting(Func<object, Task> callback, object state) => starting = () => callback(state);
    }

    private const string Insert = """
        insert into access_log (at, user_id, user_name, home_unit, roles, action, subject_type, subject_ids, subject_references, why, way, filters, trace_id)
        values ('2020-01-15T10:00:00.123Z', 'u', 'Åsa Öst', 'norrangen', array['mas', 'medarbetare'], 'list', 'deviation', array['1', '2'], array['AVV-1', 'AVV-2'], array['deviations.read/units'], 'api', '{}', '')
        """;

    // Two months, of which the first has just been kept its five years and the second has not.
    private static DateOnly Month(int later) => new DateOnly(DateTime.UtcNow.Year, DateTime.UtcNow.Month, 1).AddYears(-5).AddMonths(later);

    /// <summary>A log with two rows in the first month and three in the second, in a transaction that is undone.</summary>
    private async Task InPast(Func<Func<string, Task<object?>>, Func<Task<Check>>, Task> work)
    {
        await using var connection = await host.Owner.OpenConnectionAsync();
        await using var transaction = await Emptied(connection);
        for (var row = 0; row < 5; row++)
        {
            var at = Month(row < 2 ? -1 : 0).ToDateTime(new TimeOnly(10, 0, row)).ToString("s", CultureInfo.InvariantCulture);
            await Run(Insert.Replace("2020-01-15T10:00:00", at));
            Assert.Equal(1, await AccessSealer.Seal(connection, DateTimeOffset.Parse($"{at}Z", CultureInfo.InvariantCulture), CancellationToken.None));
        }
        await work(Run, () => AccessVerification.Chain(new Snapshot(transaction, DateTimeOffset.UtcNow)));

        async Task<object?> Run(string sql)
        {
            await using var command = new NpgsqlCommand(sql, connection);
            return await command.ExecuteScalarAsync();
        }
    }

    // The service seals meanwhile, and of two who wait for each other PostgreSQL sends one away.
    private static async Task<NpgsqlTransaction> Emptied(NpgsqlConnection connection)
    {
        while (true)
        {
            var transaction = await connection.BeginTransactionAsync();
            try
            {
                await using var command = new NpgsqlCommand("truncate access_log, access_seals, access_unsealed, access_reviews, access_removals", connection);
                await command.ExecuteNonQueryAsync();
                return transaction;
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.DeadlockDetected)
            {
                await transaction.DisposeAsync();
            }
        }
    }

    private async Task<Guid> Report(TestUser reporter) =>
        (await host.As(reporter).Post(Cases, DeviationsHost.Report()).Json(HttpStatusCode.Created)).GetProperty("id").GetGuid();

    private Task AllSealed() => Alone.Eventually(() => host.Scalar<long>("select count(*) from access_unsealed").GetAwaiter().GetResult() == 0);
}
