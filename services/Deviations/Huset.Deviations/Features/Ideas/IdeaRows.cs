using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;

namespace Huset.Deviations.Features.Ideas;

/// <summary>Where ideas lie, and what their codes are at first.</summary>
public static class IdeaRows
{
    /// <summary>What ideas are about.</summary>
    public const string Themes = "idea-themes";

    /// <summary>What ideas do away with.</summary>
    public const string Wastes = "wastes";

    /// <summary>What every installation starts with; the wastes are the usual seven of lean with unused competence as the eighth.</summary>
    public static readonly CaseCode[] Seed =
    [
        Code(Themes, 1, "bemotande", "Bemötande och delaktighet", "Hur enskilda blir mötta, hörda och får bestämma."),
        Code(Themes, 2, "arbetssatt", "Arbetssätt och rutiner", "Hur vi gör, i vilken ordning och vem."),
        Code(Themes, 3, "dokumentation", "Dokumentation och information", "Det som skrivs, läses och lämnas över."),
        Code(Themes, 4, "halsa-sakerhet", "Hälsa och säkerhet", "Läkemedel, fall, mat, smitta, trygghet."),
        Code(Themes, 5, "arbetsmiljo", "Arbetsmiljö och schema", "Hur vi har det på jobbet."),
        Code(Themes, 6, "teknik", "Teknik, hjälpmedel och lokaler", "Larm, it-system, apparater, rum."),
        Code(Themes, 7, "miljo-klimat", "Miljö och klimat", "Resor, mat, material, energi."),
        Code(Themes, 8, "samverkan", "Samverkan", "Mellan enheter, med regionen, närstående och föreningar."),
        Code(Wastes, 1, "vantan", "Väntan", "På besked, på någon, på ett system."),
        Code(Wastes, 2, "dubbelarbete", "Dubbelarbete", "Samma sak skrivs eller görs två gånger."),
        Code(Wastes, 3, "onodigt-arbete", "Onödigt arbete", "Sådant som ingen har nytta av."),
        Code(Wastes, 4, "omarbete", "Fel som görs om", "Rätta, leta, ringa igen."),
        Code(Wastes, 5, "resor", "Resor och transporter", "Kilometer och turer som kunde varit färre."),
        Code(Wastes, 6, "rorelse", "Spring och letande", "Steg, nycklar, saker på fel plats."),
        Code(Wastes, 7, "lager", "För mycket i lager", "Sådant som blir gammalt eller slängs."),
        Code(Wastes, 8, "outnyttjad-kompetens", "Outnyttjad kompetens", "Kunskap som inte tas till vara."),
    ];

    /// <param name="model">The model.</param>
    /// <param name="seen">Which ideas the user sees; what belongs to an idea is seen with it.</param>
    public static void HasIdeas(this ModelBuilder model, Expression<Func<Idea, bool>> seen)
    {
        model.HasSequence<long>("idea_reference");
        model.Entity<Idea>(idea =>
        {
            idea.ToTable("ideas");
            idea.Property(i => i.Id).ValueGeneratedNever();
            idea.Property(i => i.Version).IsConcurrencyToken();
            idea.Ignore(i => i.Expected).Ignore(i => i.Real).Ignore(i => i.Next).Ignore(i => i.IsOver);
            idea.HasMany(i => i.Credits).WithOne().HasForeignKey(c => c.IdeaId);
            idea.HasMany(i => i.Cycles).WithOne().HasForeignKey(c => c.IdeaId);
            idea.HasIndex(i => i.Reference).IsUnique();
            // Ids are in time order: the newest of each status is one walk.
            idea.HasIndex(i => new { i.Status, i.Id }).IsDescending(false, true);
            idea.HasIndex(i => new { i.UnitCode, i.Status });
            idea.HasIndex(i => i.JoinedIntoId).HasFilter("joined_into_id is not null");
            // Who spreads the same idea to the same unit at once is one who does.
            idea.HasIndex(i => new { i.SpreadFromId, i.UnitCode }).IsUnique().HasFilter("spread_from_id is not null");
            idea.HasIndex(i => i.DecisionId).IsUnique().HasFilter("decision_id is not null");
            idea.HasIndex(i => new { i.OriginatorId, i.FormKey }).IsUnique().HasFilter("form_key is not null");
            idea.HasIndex(i => new { i.Title, i.Text }, "ideas_words").HasMethod("gin").IsTsVectorExpressionIndex("swedish");
            idea.HasQueryFilter(seen);
        });
        model.Entity<IdeaCredit>(credit =>
        {
            credit.ToTable("idea_credits");
            credit.Property(c => c.Id).ValueGeneratedNever();
        });
        model.Entity<IdeaCycle>(cycle =>
        {
            cycle.ToTable("idea_cycles");
            cycle.Property(c => c.Id).ValueGeneratedNever();
            cycle.Property(c => c.From).HasColumnName("from_day");
            cycle.Property(c => c.To).HasColumnName("to_day");
        });
        model.Entity<IdeaVote>(vote =>
        {
            vote.ToTable("idea_votes");
            vote.HasKey(v => new { v.IdeaId, v.PersonId });
            vote.HasOne<Idea>().WithMany().HasForeignKey(v => v.IdeaId);
        });
    }

    private static CaseCode Code(string list, int number, string code, string name, string hint) => new() { List = list, Number = number, Code = code, Name = name, Hint = hint };
}
