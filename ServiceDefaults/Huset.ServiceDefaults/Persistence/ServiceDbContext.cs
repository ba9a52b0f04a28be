using System.Text.Json;
using Huset.ServiceDefaults.Access;
using Huset.ServiceDefaults.Identity;
using Huset.ServiceDefaults.Messaging;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Huset.ServiceDefaults.Persistence;

/// <summary>
/// What every service's database has beside its own tables: outbox, inbox, idempotency keys, the copy of the units and the access log.
/// Names become snake_case, enums kebab-case text, times UTC.
/// </summary>
public abstract class ServiceDbContext(DbContextOptions options, CurrentUser user) : DbContext(options)
{
    /// <summary>The user that row filters ask; nobody means no rows.</summary>
    protected CurrentUser User => user;

    /// <summary>The service's copy of the organisation, kept by events.</summary>
    public DbSet<KnownUnit> KnownUnits => Set<KnownUnit>();

    /// <summary>Who saw and wrote which cases; added to by <see cref="AccessLog"/> alone.</summary>
    internal DbSet<AccessEntry> AccessEntries => Set<AccessEntry>();

    /// <summary>Messages that could not be handled, kept with their reason until they are sent again.</summary>
    public DbSet<FailedMessage> FailedMessages => Set<FailedMessage>();

    /// <summary>Adds the event to the same SaveChanges as the rows it tells of: both are stored or neither.</summary>
    public void Publish<TMessage>(TMessage message) where TMessage : class =>
        Set<OutboxMessage>().Add(OutboxMessage.From(message));

    /// <summary>
    /// One row, to ask several counts of in one statement: `db.OneRow.Select(_ => new { Open = db.Cases.Count(…), Late = db.Cases.Count(…) }).SingleAsync()`.
    /// Every count is under its table's row filter as when it is asked alone. A count of all is `Count(_ => true)`: what has no lambda of its own
    /// EF asks beforehand, alone and without awaiting (dotnet/efcore 34958).
    /// </summary>
    public IQueryable<int> OneRow => Database.SqlQuery<int>($"select 1 as \"Value\"");

    /// <summary>
    /// A transaction for work of several statements, which whoever began it commits; null when the request is in one already (a call with an
    /// Idempotency-Key), which is then committed with the answer.
    /// </summary>
    public async Task<IDbContextTransaction?> OwnTransaction(CancellationToken ct) => Database.CurrentTransaction is null ? await Database.BeginTransactionAsync(ct) : null;

    /// <summary>Cases that queries have brought to memory in this scope; what is shown of them must be in the access log.</summary>
    internal List<ICase> CasesRead { get; } = [];

    /// <inheritdoc/>
    public override async Task<int> SaveChangesAsync(bool acceptAllChangesOnSuccess, CancellationToken cancellationToken = default)
    {
        try
        {
            return await base.SaveChangesAsync(acceptAllChangesOnSuccess, cancellationToken);
        }
        catch (DbUpdateException e) when (e.Entries.Any(entry => entry.Entity is AccessEntry))
        {
            throw new AccessLogUnavailable(e);
        }
    }

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder model)
    {
        model.Entity<OutboxMessage>(outbox =>
        {
            outbox.ToTable("outbox");
            outbox.HasKey(o => o.Seq);
            outbox.Property(o => o.Body).HasColumnType("jsonb");
            outbox.HasIndex(o => o.Seq, "outbox_waiting").HasFilter("sent_at is null and error is null");
            outbox.HasIndex(o => o.SentAt, "outbox_sent").HasFilter("sent_at is not null");
        });
        model.Entity<InboxMessage>(inbox =>
        {
            inbox.ToTable("inbox");
            inbox.HasKey(i => new { i.Consumer, i.MessageId });
            inbox.HasIndex(i => i.ReceivedAt);
        });
        model.Entity<FailedMessage>(failed =>
        {
            failed.ToTable("inbox_failed");
            failed.HasKey(f => f.Id);
        });
        model.Entity<IdempotencyKey>(keys =>
        {
            keys.ToTable("idempotency_keys");
            keys.HasKey(k => new { k.UserId, k.Key });
            keys.HasIndex(k => k.CreatedAt);
        });
        model.Entity<KnownUnit>(units =>
        {
            units.ToTable("known_units");
            units.HasKey(u => u.Code);
            units.Property(u => u.Name).UseCollation(SwedishCollation);
            units.Property(u => u.Versions).HasColumnType("jsonb").HasConversion(
                versions => JsonSerializer.Serialize(versions, JsonSerializerOptions.Web),
                json => JsonSerializer.Deserialize<List<Processes.Contracts.UnitVersion>>(json, JsonSerializerOptions.Web)!,
                new ValueComparer<List<Processes.Contracts.UnitVersion>>((a, b) => ReferenceEquals(a, b), v => v.Count, v => v));
        });
        model.Entity<AccessEntry>(entry =>
        {
            entry.ToTable("access_log");
            entry.HasIndex(e => new { e.At, e.Id });
            entry.HasIndex(e => new { e.UserId, e.At, e.Id });
        });
        model.Entity<AccessSeal>(seal =>
        {
            seal.ToTable("access_seals");
            seal.HasKey(s => new { s.Month, s.Number });
            seal.HasIndex(s => s.EntryId).IsUnique();
        });
        model.Entity<AccessUnsealed>(unsealed =>
        {
            unsealed.ToTable("access_unsealed");
            unsealed.HasKey(u => u.EntryId);
            unsealed.Property(u => u.EntryId).ValueGeneratedNever();
        });
        model.Entity<AccessReview>(review =>
        {
            review.ToTable("access_reviews");
            review.HasIndex(r => r.SignedAt);
        });
        model.Entity<AccessRemoval>(removal =>
        {
            removal.ToTable("access_removals");
            removal.HasKey(r => r.Month);
        });
        model.Entity<AccessRetention>(retention =>
        {
            retention.ToTable("access_retention");
            retention.HasKey(r => r.ValidFrom);
        });
    }

    /// <summary>Sorts Å, Ä and Ö after Z, as Swedish readers expect; for names that are shown in order.</summary>
    public const string SwedishCollation = "sv-SE-x-icu";

    /// <summary>Gives tables, columns, keys and indexes snake_case names and stores enums as kebab-case text; the last thing OnModelCreating calls.</summary>
    protected static void UseHusetNames(ModelBuilder model)
    {
        foreach (var entity in model.Model.GetEntityTypes())
        {
            if (entity.GetTableName() is { } table) entity.SetTableName(Snake(table));
            foreach (var property in entity.GetProperties())
            {
                // What is owned lies in its owner's row and has its owner's key.
                var named = entity.FindOwnership() is { } ownership && property.IsPrimaryKey() ? ownership.PrincipalKey.Properties[0] : property;
                property.SetColumnName(Snake(named.GetColumnName()));
                var type = Nullable.GetUnderlyingType(property.ClrType) ?? property.ClrType;
                if (type.IsEnum) property.SetValueConverter((ValueConverter)Activator.CreateInstance(typeof(KebabCase<>).MakeGenericType(type))!);
            }
            foreach (var key in entity.GetKeys()) key.SetName(Snake(key.GetName()!));
            foreach (var key in entity.GetForeignKeys().Where(key => key.GetConstraintName() is not null)) key.SetConstraintName(Snake(key.GetConstraintName()!));
            foreach (var index in entity.GetIndexes()) index.SetDatabaseName(Snake(index.GetDatabaseName()!));
        }
    }

    private static string Snake(string name) => JsonNamingPolicy.SnakeCaseLower.ConvertName(name).Replace("__", "_");

    private sealed class KebabCase<TEnum>() : ValueConverter<TEnum, string>(value => Kebab.Of(value), text => Kebab.Parse<TEnum>(text))
        where TEnum : struct, Enum;
}
