using System.Diagnostics;
using Huset.ServiceDefaults.Identity;
using Huset.ServiceDefaults.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.Logging.Abstractions;

namespace Huset.Deviations.Tests;

/// <summary>A migration comes while people work, in a database of its own.</summary>
public sealed class UpgradeTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const string Path = "/deviations/v1/deviations";
    private readonly DeviationsHost host = new();

    public ValueTask InitializeAsync() => host.InitializeAsync();

    public ValueTask DisposeAsync() => host.DisposeAsync();

    [Fact]
    public async Task Upgrading_under_load_refuses_nobody_even_when_a_long_reader_is_in_its_way()
    {
        for (var number = 0; number < 100; number++) await host.Reported(TestUsers.Employee);
        using var upgraded = new CancellationTokenSource();
        var load = Load(upgraded.Token);

        // Someone reads the table for six seconds; the migration must neither wait in front of everybody nor give up.
        var reader = host.Scalar<long>("select count(*) from deviations, pg_sleep(6)");
        await Task.Delay(500);
        await using (var db = Changed()) await Prepare.Migrate(db, NullLogger.Instance);
        Assert.True(reader.IsCompleted);
        await host.Prepare();
        await Task.Delay(1000);
        await upgraded.CancelAsync();
        var (reports, slowest) = await load;

        output.WriteLine($"{reports} reports and as many lists; the slowest took {slowest.TotalSeconds:0.0} s");
        Assert.Equal(1L, await host.Scalar<long>("select count(*) from information_schema.columns where table_name = 'deviations' and column_name = 'upgraded'"));
        Assert.Equal(100L + reports, await host.Scalar<long>("select count(*) from deviations"));
        Assert.All((await host.Verify()).Values, check => Assert.True(check.GetProperty("ok").GetBoolean(), check.GetRawText()));
        Assert.InRange(slowest, TimeSpan.Zero, TimeSpan.FromSeconds(4.5));
    }

    // 25 reports and 25 lists a second, none of which waits for the one before.
    private async Task<(int Reports, TimeSpan Slowest)> Load(CancellationToken until)
    {
        var calls = new List<Task<TimeSpan>>();
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(40));
        while (!until.IsCancellationRequested)
        {
            await pace.WaitForNextTickAsync(CancellationToken.None);
            calls.Add(Timed(() => host.Reported(TestUsers.Employee)));
            calls.Add(Timed(() => host.As(TestUsers.Employee).GetAsync(Path).Json()));
        }
        return (calls.Count / 2, (await Task.WhenAll(calls)).Max());
    }

    private static async Task<TimeSpan> Timed(Func<Task> call)
    {
        var watch = Stopwatch.StartNew();
        await call();
        return watch.Elapsed;
    }

    private DeviationsDb Changed() => new(
        new DbContextOptionsBuilder<DeviationsDb>()
            .UseNpgsql(host.Postgres.ConnectionStringFor("deviations"), npgsql => npgsql.MigrationsAssembly(typeof(AddUpgraded).Assembly))
            .ConfigureWarnings(warnings => warnings.Ignore(RelationalEventId.PendingModelChangesWarning))
            .Options,
        CurrentUser.System("upgrade"));

    [DbContext(typeof(DeviationsDb)), Migration("29990101000000_AddUpgraded")]
    private sealed class AddUpgraded : Migration
    {
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>("upgraded", "deviations", nullable: true);
            migrationBuilder.CreateIndex("ix_deviations_upgraded", "deviations", "upgraded");
        }
    }
}
