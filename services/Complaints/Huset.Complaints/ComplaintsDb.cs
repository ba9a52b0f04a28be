using Huset.ServiceDefaults.Codes;
using Huset.ServiceDefaults.Identity;
using Huset.ServiceDefaults.Limits;
using Huset.ServiceDefaults.Persistence;
using Microsoft.EntityFrameworkCore;

namespace Huset.Complaints;

public sealed class ComplaintsDb(DbContextOptions<ComplaintsDb> options, CurrentUser user) : ServiceDbContext(options, user)
{
    /// <summary>Only those that the user may see; nobody sees none. Who comes by a receipt code has a way of its own.</summary>
    public DbSet<Complaint> Complaints => Set<Complaint>();

    /// <summary>Actions of the deviations that complaints have led to.</summary>
    public DbSet<FollowedAction> FollowedActions => Set<FollowedAction>();

    /// <summary>The people directory, of those who may answer for a complaint.</summary>
    public DbSet<KnownPerson> People => Set<KnownPerson>();

    public DbSet<HintedCode> CodeListItems => Set<HintedCode>();

    private string UserId => User.Id;
    private bool SeesAll => User.ReachesAll(Permissions.Read) || User.ReachesAll(Permissions.ReadWithoutText);
    private bool SeesOwn => User.ReachesOwn(Permissions.Read);
    private string[] SeesUnits => User.UnitsOf(Permissions.Read);

    public async Task<CodeLists> CodeLists(DateOnly today, CancellationToken ct) => new(await CodeListItems.AsNoTracking().ToListAsync(ct), today);

    public async Task<long> NextReferenceNumber(CancellationToken ct) =>
        (await Database.SqlQuery<long>($"select nextval('complaint_reference') as \"Value\"").ToListAsync(ct))[0];

    protected override void OnModelCreating(ModelBuilder model)
    {
        base.OnModelCreating(model);
        model.HasSequence<long>("complaint_reference");
        model.Entity<Complaint>(complaint =>
        {
            complaint.ToTable("complaints");
            complaint.Property(c => c.Version).IsConcurrencyToken();
            complaint.Ignore(c => c.Title).Ignore(c => c.IsAnonymous).Ignore(c => c.AnswerOn).Ignore(c => c.IsCommented);
            complaint.OwnsOne(c => c.Escalation, escalation =>
            {
                foreach (var property in escalation.OwnedEntityType.GetProperties().Where(property => !property.IsShadowProperty())) property.SetColumnName($"Escalation{property.Name}");
                escalation.HasIndex(e => e.DeviationId).IsUnique();
            });
            complaint.OwnsOne(c => c.Idea, idea =>
            {
                foreach (var property in idea.OwnedEntityType.GetProperties().Where(property => !property.IsShadowProperty())) property.SetColumnName($"Idea{(property.Name == "IdeaId" ? "Id" : property.Name)}");
                idea.HasIndex(i => i.IdeaId).IsUnique();
            });
            complaint.HasIndex(c => c.Reference).IsUnique();
            complaint.HasIndex(c => c.CodeHash).IsUnique();
            complaint.HasIndex(c => c.FormKey).IsUnique().HasFilter("form_key is not null");
            // Ids are in time order, so each list of a unit or an owner is one walk along its index.
            complaint.HasIndex(c => new { c.UnitCode, c.Id }).IsDescending(false, true);
            complaint.HasIndex(c => new { c.OwnerId, c.Id }).IsDescending(false, true);
            complaint.HasIndex(c => new { c.RegisteredById, c.Id }).IsDescending(false, true).HasFilter("registered_by_id is not null");
            complaint.HasIndex(c => new { c.Status, c.UnitCode, c.Id });
            complaint.HasIndex(c => new { c.UnitCode, c.AnswerBy }).HasFilter("answer_by is not null and first_answered_at is null");
            complaint.HasIndex(c => new { c.ReceivedOn, c.Id }).IsDescending(true, true);
            complaint.HasIndex(c => c.Text, "complaints_words").HasMethod("gin").IsTsVectorExpressionIndex("swedish");
            complaint.HasQueryFilter(c => SeesAll || (c.UnitCode != null && SeesUnits.Contains(c.UnitCode)) || (SeesOwn && (c.OwnerId == UserId || c.RegisteredById == UserId)));
        });
        model.Entity<Message>(message =>
        {
            message.ToTable("messages");
            message.Property(m => m.Id).ValueGeneratedNever();
            message.HasOne<Complaint>().WithMany(c => c.Messages).HasForeignKey(m => m.ComplaintId);
        });
        model.Entity<ComplaintChange>(change =>
        {
            change.ToTable("complaint_changes");
            change.Property(c => c.Id).ValueGeneratedNever();
            change.HasOne<Complaint>().WithMany(c => c.Changes).HasForeignKey(c => c.ComplaintId);
        });
        model.Entity<FollowedAction>(action =>
        {
            action.ToTable("followed_actions");
            action.Property(a => a.Id).ValueGeneratedNever();
            action.Property(a => a.SubjectVersion).IsConcurrencyToken();
            action.HasIndex(a => a.DeviationId);
        });
        model.HasPeople();
        model.HasCodeLists<HintedCode>();
        model.HasLimits(Measure.Table);
        UseHusetNames(model);
    }
}
