using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Huset.Deviations.Tests;

/// <summary>A database that refuses, is used up or does not come to an end: the right error, soon, and the way back by itself.</summary>
public sealed class BrokenDatabaseTests(BrokenDatabaseTests.Host host) : IClassFixture<BrokenDatabaseTests.Host>
{
    private const string Deviations = "/deviations/v1/deviations";

    // A list counts first. What the service does by itself meanwhile waits for the same lock, and counts nothing.
    private const string Listing = "%count(%FROM deviations%";

    [Fact]
    public async Task At_the_databases_connection_limit_the_answer_is_to_try_again_and_soon_it_works()
    {
        await Reported(HttpStatusCode.Created);
        await host.Sql("alter role deviations connection limit 0");
        await host.Sql("select pg_terminate_backend(pid) from pg_stat_activity where usename = 'deviations'");
        try
        {
            await IsTryAgain(() => host.As(TestUsers.Employee).GetAsync(Deviations));
            await IsTryAgain(() => host.As(TestUsers.Employee).Post(Deviations, DeviationsHost.Report()));
            await IsTryAgain(() => host.As(TestUsers.Employee).GetAsync("/avvikelser/"));
            Assert.Equal(HttpStatusCode.OK, (await host.As(null).GetAsync("/health/live")).StatusCode);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, (await host.As(null).GetAsync("/health/ready")).StatusCode);
            // The limit is the role's own: who else uses the server is not touched.
            Assert.Equal(1, await host.Scalar<int>("select 1"));
        }
        finally
        {
            await host.Sql("alter role deviations connection limit -1");
        }
        await Reported(HttpStatusCode.Created);
        Assert.Equal(HttpStatusCode.OK, (await host.As(null).GetAsync("/health/ready")).StatusCode);
    }

    [Fact]
    public async Task When_every_connection_is_taken_nobody_waits_longer_than_a_few_seconds()
    {
        var source = host.Factory.Services.GetRequiredService<NpgsqlDataSource>();
        var taken = new List<NpgsqlConnection>();
        try
        {
            while (taken.Count < 20) taken.Add(await source.OpenConnectionAsync());
            await IsTryAgain(() => host.As(TestUsers.Employee).GetAsync(Deviations));
            await IsTryAgain(() => host.As(TestUsers.Employee).Post(Deviations, DeviationsHost.Report()));
        }
        finally
        {
            foreach (var connection in taken) await connection.DisposeAsync();
        }
        await Reported(HttpStatusCode.Created);
    }

    [Fact]
    public async Task A_question_that_the_database_does_not_answer_in_time_is_given_up()
    {
        var impatient = $"Host=localhost;Port={host.Postgres.Port};Username=deviations;Password=runtime;Database=deviations;Command Timeout=2";
        await using var factory = host.Factory.WithWebHostBuilder(web => web.UseSetting("ConnectionStrings:database", impatient));
        using var client = factory.CreateClient();
        client.DefaultRequestHeaders.Authorization = new("Bearer", TestTokens.For(TestUsers.Employee));
        await client.GetAsync(Deviations).Json();

        await using var holder = await host.Owner.OpenConnectionAsync();
        await using var held = await holder.BeginTransactionAsync();
        await using (var hold = new NpgsqlCommand("lock table deviations in access exclusive mode", holder, held)) await hold.ExecuteNonQueryAsync();
        var answer = IsTryAgain(() => client.GetAsync(Deviations));
        await Waits(1);
        await answer;
        await Waits(0);
        await held.RollbackAsync();
        await client.GetAsync(Deviations).Json();
    }

    [Fact]
    public async Task When_the_caller_has_gone_the_question_to_the_database_is_cancelled()
    {
        await using var holder = await host.Owner.OpenConnectionAsync();
        await using var held = await holder.BeginTransactionAsync();
        await using (var hold = new NpgsqlCommand("lock table deviations in access exclusive mode", holder, held)) await hold.ExecuteNonQueryAsync();
        using var caller = new CancellationTokenSource();
        var asked = host.As(TestUsers.Employee).GetAsync(Deviations, caller.Token);
        await Waits(1);
        await caller.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);
        await Waits(0);
    }

    private Task Reported(HttpStatusCode expected) => host.As(TestUsers.Employee).Post(Deviations, DeviationsHost.Report()).Json(expected);

    private static async Task IsTryAgain(Func<Task<HttpResponseMessage>> ask)
    {
        var watch = Stopwatch.StartNew();
        var answer = ask();
        await answer.Problem(HttpStatusCode.ServiceUnavailable, "service.unavailable");
        watch.Within(5);
        Assert.NotNull((await answer).Headers.RetryAfter);
    }

    /// <summary>So many readings of the list wait for a lock, within a few seconds.</summary>
    private async Task Waits(long count)
    {
        var watch = Stopwatch.StartNew();
        while (await host.Scalar<long>("select count(*) from pg_stat_activity where usename = 'deviations' and wait_event_type = 'Lock' and query like $1", Listing) != count)
        {
            Assert.True(watch.Elapsed < Pace.Patience(5), $"Not {count} waited.");
            await Task.Delay(50);
        }
    }

    public sealed class Host() : ServiceHost<Program, DeviationsDb>("deviations")
    {
        public async Task Sql(string sql)
        {
            await using var command = Owner.CreateCommand(sql);
            await command.ExecuteNonQueryAsync();
        }
    }
}
