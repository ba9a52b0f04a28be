using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;

namespace Huset.Processes;

/// <summary>Self-inspections and the checklists that they follow.</summary>
public sealed partial class ProcessesDb
{
    public DbSet<Checklist> Checklists => Set<Checklist>();

    /// <summary>Completed ones of the reader's units; others for who does them, and for who may do all of the unit.</summary>
    public DbSet<SelfInspection> SelfInspections => Set<SelfInspection>();

    /// <summary>Plans of the units where the reader may start self-inspections.</summary>
    public DbSet<InspectionPlan> InspectionPlans => Set<InspectionPlan>();

    private bool StartsAllInspections => User.ReachesAll(Permissions.StartSelfInspections);
    private string[] StartsInspectionsOf => User.UnitsOf(Permissions.StartSelfInspections);
    private bool ReadsInspections => User.May(Permissions.ReadSelfInspections);
    private bool ReadsAllInspections => User.ReachesAll(Permissions.ReadSelfInspections);

    // Where the roles apply, and where one works.
    private string[] ReadsInspectionsOf => User.HomeUnit is { } home ? [.. User.UnitsOf(Permissions.ReadSelfInspections), home] : User.UnitsOf(Permissions.ReadSelfInspections);
    private bool DoesAllInspections => User.ReachesAll(Permissions.DoSelfInspections);
    private bool DoesOwnInspections => User.ReachesOwn(Permissions.DoSelfInspections);
    private string[] DoesInspectionsOf => User.UnitsOf(Permissions.DoSelfInspections);
    private bool EditsAllChecklists => User.ReachesAll(Permissions.EditChecklists);
    private string[] EditsChecklistsOf => User.UnitsOf(Permissions.EditChecklists);

    /// <summary>Those that the user is to do.</summary>
    public IQueryable<SelfInspection> OwnInspections => SelfInspections.Where(i => i.ResponsibleId == UserId || People.Any(p => p.AccountId == UserId && p.Id.ToString() == i.ResponsibleId));

    /// <summary>Those that wait for the user: one's own, and of one that only a role answers for, the unit's manager sees to it that it is done.</summary>
    public IQueryable<SelfInspection> WaitingInspections => SelfInspections.Where(i => i.Status != InspectionStatus.Completed
        && (i.ResponsibleId == UserId || People.Any(p => p.AccountId == UserId && p.Id.ToString() == i.ResponsibleId) || (i.ResponsibleId == null && DoesInspectionsOf.Contains(i.UnitCode))));

    /// <summary>Those that the user may answer.</summary>
    public IQueryable<SelfInspection> EditableInspections => SelfInspections.Where(i => DoesAllInspections || DoesInspectionsOf.Contains(i.UnitCode)
        || (DoesOwnInspections && (i.ResponsibleId == UserId || People.Any(p => p.AccountId == UserId && p.Id.ToString() == i.ResponsibleId))));

    /// <summary>The checklists that the user may change.</summary>
    public IQueryable<Checklist> EditableChecklists => Checklists.Where(c => EditsAllChecklists || (c.UnitCode != null && EditsChecklistsOf.Contains(c.UnitCode)));

    private void MapSelfInspections(ModelBuilder model)
    {
        model.Entity<Checklist>(checklist =>
        {
            checklist.ToTable("checklists");
            checklist.Property(c => c.Id).ValueGeneratedNever();
            checklist.Property(c => c.Name).UseCollation(SwedishCollation);
            checklist.Property(c => c.Version).IsConcurrencyToken();
            checklist.Property(c => c.Questions).HasColumnType("jsonb").HasConversion(
                questions => JsonSerializer.Serialize(questions, JsonSerializerOptions.Web),
                json => JsonSerializer.Deserialize<List<ChecklistQuestion>>(json, JsonSerializerOptions.Web)!,
                new ValueComparer<IReadOnlyList<ChecklistQuestion>>((a, b) => ReferenceEquals(a, b), questions => questions.Count, questions => questions));
            checklist.HasIndex(c => new { c.Name, c.Id });
            checklist.HasQueryFilter(c => ReadsInspections);
        });
        model.Entity<InspectionPlan>(plan =>
        {
            plan.ToTable("inspection_plans");
            plan.Property(p => p.Id).ValueGeneratedNever();
            plan.Property(p => p.Version).IsConcurrencyToken();
            plan.HasOne<Checklist>().WithMany().HasForeignKey(p => p.ChecklistId);
            plan.HasIndex(p => new { p.Year, p.UnitCode });
            plan.HasQueryFilter(p => StartsAllInspections || StartsInspectionsOf.Contains(p.UnitCode));
        });
        model.Entity<SelfInspection>(inspection =>
        {
            inspection.ToTable("self_inspections");
            inspection.Property(i => i.Id).ValueGeneratedNever();
            inspection.Property(i => i.Version).IsConcurrencyToken();
            inspection.Property(i => i.Questions).HasColumnType("jsonb").HasConversion(
                questions => JsonSerializer.Serialize(questions, JsonSerializerOptions.Web),
                json => JsonSerializer.Deserialize<List<InspectedQuestion>>(json, JsonSerializerOptions.Web)!,
                new ValueComparer<IReadOnlyList<InspectedQuestion>>((a, b) => ReferenceEquals(a, b), questions => questions.Count, questions => questions));
            inspection.HasOne<Checklist>().WithMany().HasForeignKey(i => i.ChecklistId);
            inspection.HasOne<InspectionPlan>().WithMany().HasForeignKey(i => i.PlanId);
            inspection.HasIndex(i => new { i.PlanId, i.UnitCode, i.DueOn }).IsUnique();
            inspection.HasIndex(i => new { i.UnitCode, i.DueOn });
            inspection.HasIndex(i => new { i.Status, i.DueOn });
            inspection.HasIndex(i => i.ResponsibleId);
            inspection.HasQueryFilter(i => ReadsInspections && (ReadsAllInspections || DoesInspectionsOf.Contains(i.UnitCode)
                || (i.Status == InspectionStatus.Completed && ReadsInspectionsOf.Contains(i.UnitCode))
                || (DoesOwnInspections && (i.ResponsibleId == UserId || People.Any(p => p.AccountId == UserId && p.Id.ToString() == i.ResponsibleId)))));
        });
    }
}
