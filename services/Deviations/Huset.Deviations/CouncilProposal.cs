using Huset.Deviations.Contracts;
using Huset.Events;
using Huset.ServiceDefaults;
using Huset.ServiceDefaults.Http;
using Microsoft.EntityFrameworkCore;

namespace Huset.Deviations;

/// <summary>What a management answers to a proposal.</summary>
public enum ProposalAnswer { Accepted, Partly, Declined }

/// <summary>What a council proposes to the managements, made of several of its cases. It is written once and stays as it was sent.</summary>
public sealed class CouncilProposal
{
    public Guid Id { get; private set; } = Guid.CreateVersion7();
    public Guid CouncilId { get; private set; }
    public string CouncilName { get; private set; } = "";
    public string Theme { get; private set; } = "";
    public string Title { get; private set; } = "";
    public string Text { get; private set; } = "";

    /// <summary>The council cases that it is made of.</summary>
    public Guid[] CaseIds { get; private set; } = [];

    public string SentByName { get; private set; } = "";
    public DateTimeOffset SentAt { get; private set; }
    public List<ProposalRecipient> Recipients { get; private set; } = [];
    public int Version { get; private set; } = 1;

    /// <exception cref="InvalidField">cases, recipients; an identity number in what was written.</exception>
    public static CouncilProposal Of(
        Council council, string theme, string title, string text, IReadOnlyCollection<Guid> cases, IEnumerable<(string Code, string Name)> units, IEnumerable<Partner> partners, Person by, DateTimeOffset now)
    {
        CouncilCase.MustNotPointOut(title, "title");
        CouncilCase.MustNotPointOut(text, "text");
        if (cases.Count == 0) throw new InvalidField("caseIds", "A proposal is made of one case at least.");
        List<ProposalRecipient> recipients = [.. units.Select(unit => ProposalRecipient.OfHouse(unit.Code, unit.Name, SwedishTime.Day(now))), .. partners.Select(ProposalRecipient.Of)];
        if (recipients.Count == 0) throw new InvalidField("unitCodes", "It goes to one management at least.");
        return new() { CouncilId = council.Id, CouncilName = council.Name, Theme = theme, Title = title.Trim(), Text = text.Trim(), CaseIds = [.. cases.Distinct().Order()], SentByName = by.Name, SentAt = now, Recipients = recipients };
    }

    /// <summary>It has gone to another principal by the municipality's own channel.</summary>
    /// <exception cref="RuleViolation">`council-proposal.sent`</exception>
    public void Send(ProposalRecipient recipient, SendingWay way, DateOnly on, DateOnly today)
    {
        if (recipient.SentOn is not null) throw new RuleViolation("council-proposal.sent", "It is sent to this principal.");
        if (on < SwedishTime.Day(SentAt) || on > today) throw new InvalidField("sentOn", "It lies between the day of the proposal and today.");
        recipient.Send(way, on);
        Version++;
    }

    /// <summary>What a management answers; it may be written anew.</summary>
    /// <exception cref="RuleViolation">`council-proposal.not-sent`</exception>
    public void Reply(ProposalRecipient recipient, ProposalAnswer outcome, string answer, DateOnly on, DateOnly today, Person by)
    {
        if (recipient.SentOn is not { } sent) throw new RuleViolation("council-proposal.not-sent", "It is not yet sent to this principal.");
        CouncilCase.MustNotPointOut(answer, "answer");
        if (on < sent || on > today) throw new InvalidField("answeredOn", "It lies between the day it was sent and today.");
        recipient.Reply(outcome, answer, on, by);
        Version++;
    }

    public CouncilProposalSent ToSent() => new(
        Id, CouncilId, Theme, CaseIds.Length, Recipients.Count(recipient => recipient.UnitCode is not null), Recipients.Count(recipient => recipient.PartnerId is not null), null, Visibility.Analyst,
        [.. CaseIds.Select(id => new Link("follows-from", "council-case", id.ToString()))], Version, SentAt);

    internal static void Configure(ModelBuilder model)
    {
        model.Entity<CouncilProposal>(proposal =>
        {
            proposal.ToTable("council_proposals");
            proposal.Property(p => p.Id).ValueGeneratedNever();
            proposal.Property(p => p.Version).IsConcurrencyToken();
            proposal.HasOne<Council>().WithMany().HasForeignKey(p => p.CouncilId).OnDelete(DeleteBehavior.Restrict);
            proposal.HasMany(p => p.Recipients).WithOne().HasForeignKey(r => r.ProposalId);
            proposal.HasIndex(p => new { p.CouncilId, p.Id }).IsDescending(false, true);
        });
        model.Entity<ProposalRecipient>(recipient =>
        {
            recipient.ToTable("proposal_recipients");
            recipient.Property(r => r.Id).ValueGeneratedNever();
            recipient.HasOne<Partner>().WithMany().HasForeignKey(r => r.PartnerId).OnDelete(DeleteBehavior.Restrict);
            recipient.HasIndex(r => r.UnitCode).HasFilter("answered_on is null");
        });
    }
}

/// <summary>A management that a proposal goes to: of a unit of the house, which has it at once, or another principal's, to which it is sent by hand.</summary>
public sealed class ProposalRecipient
{
    public Guid Id { get; private set; } = Guid.CreateVersion7();
    public Guid ProposalId { get; private set; }

    /// <summary>Code of the unit; null of another principal.</summary>
    public string? UnitCode { get; private set; }
    public Guid? PartnerId { get; private set; }

    /// <summary>Name of the unit or the principal then.</summary>
    public string Name { get; private set; } = "";
    public DateOnly? SentOn { get; private set; }

    /// <summary>By which way it went; null of a unit.</summary>
    public SendingWay? Way { get; private set; }
    public DateOnly? AnsweredOn { get; private set; }
    public ProposalAnswer? Outcome { get; private set; }
    public string? Answer { get; private set; }
    public string? AnsweredByName { get; private set; }

    internal static ProposalRecipient OfHouse(string unitCode, string name, DateOnly on) => new() { UnitCode = unitCode, Name = name, SentOn = on };

    internal static ProposalRecipient Of(Partner partner) => new() { PartnerId = partner.Id, Name = partner.Name };

    internal void Send(SendingWay way, DateOnly on) => (Way, SentOn) = (way, on);

    internal void Reply(ProposalAnswer outcome, string answer, DateOnly on, Person by) => (Outcome, Answer, AnsweredOn, AnsweredByName) = (outcome, answer.Trim(), on, by.Name);
}
