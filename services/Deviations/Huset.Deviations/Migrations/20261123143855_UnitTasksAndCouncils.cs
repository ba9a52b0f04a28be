using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

#pragma warning disable CA1814 // Prefer jagged arrays over multidimensional

namespace Huset.Deviations.Migrations
{
    /// <inheritdoc />
    public partial class UnitTasksAndCouncils : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateSequence(
                name: "council_case_reference");

            migrationBuilder.AddColumn<string>(
                name: "created_by_id",
                table: "risk_analyses",
                type: "text",
                nullable: true);

            migrationBuilder.AlterColumn<Guid>(
                name: "deviation_id",
                table: "notices",
                type: "uuid",
                nullable: true,
                oldClrType: typeof(Guid),
                oldType: "uuid");

            migrationBuilder.AlterColumn<string>(
                name: "case_reference",
                table: "notices",
                type: "text",
                nullable: true,
                oldClrType: typeof(string),
                oldType: "text");

            migrationBuilder.AddColumn<Guid>(
                name: "cooperation_id",
                table: "notices",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "risk_analysis_id",
                table: "notices",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "unit_task_id",
                table: "notices",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<DateOnly>(
                name: "until",
                table: "ivo_steps",
                type: "date",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "lex_maria_granted",
                table: "deviations",
                type: "jsonb",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "lex_sarah_granted",
                table: "deviations",
                type: "jsonb",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "councils",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "text", nullable: false, collation: "sv-SE-x-icu"),
                    partner_ids = table.Column<Guid[]>(type: "uuid[]", nullable: false),
                    valid_from = table.Column<DateOnly>(type: "date", nullable: false),
                    valid_to = table.Column<DateOnly>(type: "date", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_councils", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "unit_tasks",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    deviation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    unit_code = table.Column<string>(type: "text", nullable: false),
                    kind = table.Column<string>(type: "text", nullable: false),
                    what = table.Column<string>(type: "text", nullable: false),
                    owner_id = table.Column<string>(type: "text", nullable: true),
                    owner_name = table.Column<string>(type: "text", nullable: true),
                    due_at = table.Column<DateOnly>(type: "date", nullable: false),
                    given_by_id = table.Column<string>(type: "text", nullable: false),
                    given_by_name = table.Column<string>(type: "text", nullable: false),
                    given_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    outcome = table.Column<string>(type: "text", nullable: true),
                    completed_by_name = table.Column<string>(type: "text", nullable: true),
                    completed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_unit_tasks", x => x.id);
                    table.ForeignKey(
                        name: "fk_unit_tasks_deviations_deviation_id",
                        column: x => x.deviation_id,
                        principalTable: "deviations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "council_cases",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    council_id = table.Column<Guid>(type: "uuid", nullable: false),
                    council_name = table.Column<string>(type: "text", nullable: false),
                    reference = table.Column<string>(type: "text", nullable: false),
                    theme = table.Column<string>(type: "text", nullable: false),
                    title = table.Column<string>(type: "text", nullable: false),
                    what = table.Column<string>(type: "text", nullable: false),
                    question = table.Column<string>(type: "text", nullable: false),
                    facts = table.Column<string>(type: "text", nullable: true),
                    partner_id = table.Column<Guid>(type: "uuid", nullable: true),
                    partner_name = table.Column<string>(type: "text", nullable: true),
                    shared_by_id = table.Column<string>(type: "text", nullable: false),
                    shared_by_name = table.Column<string>(type: "text", nullable: false),
                    shared_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    status = table.Column<string>(type: "text", nullable: false),
                    conclusion = table.Column<string>(type: "text", nullable: true),
                    closed_by_name = table.Column<string>(type: "text", nullable: true),
                    closed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_council_cases", x => x.id);
                    table.ForeignKey(
                        name: "fk_council_cases_councils_council_id",
                        column: x => x.council_id,
                        principalTable: "councils",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "council_members",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    council_id = table.Column<Guid>(type: "uuid", nullable: false),
                    person_id = table.Column<string>(type: "text", nullable: true),
                    username = table.Column<string>(type: "text", nullable: true),
                    name = table.Column<string>(type: "text", nullable: false),
                    partner_id = table.Column<Guid>(type: "uuid", nullable: true),
                    partner_name = table.Column<string>(type: "text", nullable: true),
                    valid_from = table.Column<DateOnly>(type: "date", nullable: false),
                    valid_to = table.Column<DateOnly>(type: "date", nullable: false),
                    set_by_name = table.Column<string>(type: "text", nullable: false),
                    set_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    ended_by_name = table.Column<string>(type: "text", nullable: true),
                    ended_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_council_members", x => x.id);
                    table.ForeignKey(
                        name: "fk_council_members_councils_council_id",
                        column: x => x.council_id,
                        principalTable: "councils",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_council_members_partners_partner_id",
                        column: x => x.partner_id,
                        principalTable: "partners",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "council_proposals",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    council_id = table.Column<Guid>(type: "uuid", nullable: false),
                    council_name = table.Column<string>(type: "text", nullable: false),
                    theme = table.Column<string>(type: "text", nullable: false),
                    title = table.Column<string>(type: "text", nullable: false),
                    text = table.Column<string>(type: "text", nullable: false),
                    case_ids = table.Column<Guid[]>(type: "uuid[]", nullable: false),
                    sent_by_name = table.Column<string>(type: "text", nullable: false),
                    sent_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_council_proposals", x => x.id);
                    table.ForeignKey(
                        name: "fk_council_proposals_councils_council_id",
                        column: x => x.council_id,
                        principalTable: "councils",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "council_notes",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    council_case_id = table.Column<Guid>(type: "uuid", nullable: false),
                    text = table.Column<string>(type: "text", nullable: false),
                    by_id = table.Column<string>(type: "text", nullable: false),
                    by_name = table.Column<string>(type: "text", nullable: false),
                    partner_name = table.Column<string>(type: "text", nullable: true),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_council_notes", x => x.id);
                    table.ForeignKey(
                        name: "fk_council_notes_council_cases_council_case_id",
                        column: x => x.council_case_id,
                        principalTable: "council_cases",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "council_ties",
                columns: table => new
                {
                    council_case_id = table.Column<Guid>(type: "uuid", nullable: false),
                    deviation_id = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_council_ties", x => x.council_case_id);
                    table.ForeignKey(
                        name: "fk_council_ties_council_cases_council_case_id",
                        column: x => x.council_case_id,
                        principalTable: "council_cases",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_council_ties_deviations_deviation_id",
                        column: x => x.deviation_id,
                        principalTable: "deviations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "proposal_recipients",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    proposal_id = table.Column<Guid>(type: "uuid", nullable: false),
                    unit_code = table.Column<string>(type: "text", nullable: true),
                    partner_id = table.Column<Guid>(type: "uuid", nullable: true),
                    name = table.Column<string>(type: "text", nullable: false),
                    sent_on = table.Column<DateOnly>(type: "date", nullable: true),
                    way = table.Column<string>(type: "text", nullable: true),
                    answered_on = table.Column<DateOnly>(type: "date", nullable: true),
                    outcome = table.Column<string>(type: "text", nullable: true),
                    answer = table.Column<string>(type: "text", nullable: true),
                    answered_by_name = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_proposal_recipients", x => x.id);
                    table.ForeignKey(
                        name: "fk_proposal_recipients_council_proposals_proposal_id",
                        column: x => x.proposal_id,
                        principalTable: "council_proposals",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "fk_proposal_recipients_partners_partner_id",
                        column: x => x.partner_id,
                        principalTable: "partners",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.InsertData(
                table: "code_list_items",
                columns: new[] { "code", "list", "hint", "kind", "name", "number", "topic", "valid_from", "valid_to", "version" },
                values: new object[,]
                {
                    { "aids", "council-themes", "Som inte kom, inte passade eller inte hämtades.", null, "Hjälpmedel", 5, null, null, null, 1 },
                    { "contact", "council-themes", "Telefon, fast kontakt, kvällar och helger.", null, "Nå varandra", 6, null, null, null, 1 },
                    { "discharge", "council-themes", "Planering, tid för hemgången, vem som möter.", null, "Utskrivning och hemgång", 1, null, null, null, 1 },
                    { "information", "council-themes", "Uppgifter som inte kom fram, kom sent eller var fel.", null, "Information mellan verksamheter", 2, null, null, null, 1 },
                    { "medicines", "council-themes", "Läkemedelslistor, ordinationer, dosförpackningar, delegering.", null, "Läkemedel", 3, null, null, null, 1 },
                    { "other", "council-themes", "Det som inget annat tema passar för.", null, "Annat", 8, null, null, null, 1 },
                    { "plan", "council-themes", "Saknas, följs inte eller har inte följts upp.", null, "Samordnad individuell plan", 4, null, null, null, 1 },
                    { "rehabilitation", "council-themes", "Överlämning, bedömning, fortsatt träning.", null, "Rehabilitering", 7, null, null, null, 1 }
                });

            migrationBuilder.CreateIndex(
                name: "timeline_entries_words",
                table: "timeline_entries",
                column: "what")
                .Annotation("Npgsql:IndexMethod", "gin")
                .Annotation("Npgsql:TsVectorConfig", "swedish");

            migrationBuilder.CreateIndex(
                name: "lex_sarah_parts_words",
                table: "lex_sarah_parts",
                column: "text")
                .Annotation("Npgsql:IndexMethod", "gin")
                .Annotation("Npgsql:TsVectorConfig", "swedish");

            migrationBuilder.CreateIndex(
                name: "case_notes_words",
                table: "case_notes",
                column: "text")
                .Annotation("Npgsql:IndexMethod", "gin")
                .Annotation("Npgsql:TsVectorConfig", "swedish");

            migrationBuilder.CreateIndex(
                name: "ix_council_cases_council_id_id",
                table: "council_cases",
                columns: new[] { "council_id", "id" },
                descending: new[] { false, true });

            migrationBuilder.CreateIndex(
                name: "ix_council_cases_reference",
                table: "council_cases",
                column: "reference",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_council_members_council_id",
                table: "council_members",
                column: "council_id");

            migrationBuilder.CreateIndex(
                name: "ix_council_members_partner_id",
                table: "council_members",
                column: "partner_id");

            migrationBuilder.CreateIndex(
                name: "ix_council_members_person_id",
                table: "council_members",
                column: "person_id");

            migrationBuilder.CreateIndex(
                name: "ix_council_notes_council_case_id",
                table: "council_notes",
                column: "council_case_id");

            migrationBuilder.CreateIndex(
                name: "ix_council_proposals_council_id_id",
                table: "council_proposals",
                columns: new[] { "council_id", "id" },
                descending: new[] { false, true });

            migrationBuilder.CreateIndex(
                name: "ix_council_ties_deviation_id",
                table: "council_ties",
                column: "deviation_id");

            migrationBuilder.CreateIndex(
                name: "ix_councils_name",
                table: "councils",
                column: "name",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_proposal_recipients_partner_id",
                table: "proposal_recipients",
                column: "partner_id");

            migrationBuilder.CreateIndex(
                name: "ix_proposal_recipients_proposal_id",
                table: "proposal_recipients",
                column: "proposal_id");

            migrationBuilder.CreateIndex(
                name: "ix_proposal_recipients_unit_code",
                table: "proposal_recipients",
                column: "unit_code",
                filter: "answered_on is null");

            migrationBuilder.CreateIndex(
                name: "ix_unit_tasks_deviation_id",
                table: "unit_tasks",
                column: "deviation_id");

            migrationBuilder.CreateIndex(
                name: "ix_unit_tasks_unit_code_id",
                table: "unit_tasks",
                columns: new[] { "unit_code", "id" },
                descending: new[] { false, true });

            migrationBuilder.CreateIndex(
                name: "unit_tasks_open_by_owner",
                table: "unit_tasks",
                columns: new[] { "owner_id", "due_at" },
                filter: "completed_at is null and owner_id is not null");

            migrationBuilder.CreateIndex(
                name: "unit_tasks_open_by_unit",
                table: "unit_tasks",
                columns: new[] { "unit_code", "due_at" },
                filter: "completed_at is null");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "council_members");

            migrationBuilder.DropTable(
                name: "council_notes");

            migrationBuilder.DropTable(
                name: "council_ties");

            migrationBuilder.DropTable(
                name: "proposal_recipients");

            migrationBuilder.DropTable(
                name: "unit_tasks");

            migrationBuilder.DropTable(
                name: "council_cases");

            migrationBuilder.DropTable(
                name: "council_proposals");

            migrationBuilder.DropTable(
                name: "councils");

            migrationBuilder.DropIndex(
                name: "timeline_entries_words",
                table: "timeline_entries");

            migrationBuilder.DropIndex(
                name: "lex_sarah_parts_words",
                table: "lex_sarah_parts");

            migrationBuilder.DropIndex(
                name: "case_notes_words",
                table: "case_notes");

            migrationBuilder.DeleteData(
                table: "code_list_items",
                keyColumns: new[] { "code", "list" },
                keyValues: new object[] { "aids", "council-themes" });

            migrationBuilder.DeleteData(
                table: "code_list_items",
                keyColumns: new[] { "code", "list" },
                keyValues: new object[] { "contact", "council-themes" });

            migrationBuilder.DeleteData(
                table: "code_list_items",
                keyColumns: new[] { "code", "list" },
                keyValues: new object[] { "discharge", "council-themes" });

            migrationBuilder.DeleteData(
                table: "code_list_items",
                keyColumns: new[] { "code", "list" },
                keyValues: new object[] { "information", "council-themes" });

            migrationBuilder.DeleteData(
                table: "code_list_items",
                keyColumns: new[] { "code", "list" },
                keyValues: new object[] { "medicines", "council-themes" });

            migrationBuilder.DeleteData(
                table: "code_list_items",
                keyColumns: new[] { "code", "list" },
                keyValues: new object[] { "other", "council-themes" });

            migrationBuilder.DeleteData(
                table: "code_list_items",
                keyColumns: new[] { "code", "list" },
                keyValues: new object[] { "plan", "council-themes" });

            migrationBuilder.DeleteData(
                table: "code_list_items",
                keyColumns: new[] { "code", "list" },
                keyValues: new object[] { "rehabilitation", "council-themes" });

            migrationBuilder.DropColumn(
                name: "created_by_id",
                table: "risk_analyses");

            migrationBuilder.DropColumn(
                name: "cooperation_id",
                table: "notices");

            migrationBuilder.DropColumn(
                name: "risk_analysis_id",
                table: "notices");

            migrationBuilder.DropColumn(
                name: "unit_task_id",
                table: "notices");

            migrationBuilder.DropColumn(
                name: "until",
                table: "ivo_steps");

            migrationBuilder.DropColumn(
                name: "lex_maria_granted",
                table: "deviations");

            migrationBuilder.DropColumn(
                name: "lex_sarah_granted",
                table: "deviations");

            migrationBuilder.DropSequence(
                name: "council_case_reference");

            migrationBuilder.AlterColumn<Guid>(
                name: "deviation_id",
                table: "notices",
                type: "uuid",
                nullable: false,
                defaultValue: new Guid("00000000-0000-0000-0000-000000000000"),
                oldClrType: typeof(Guid),
                oldType: "uuid",
                oldNullable: true);

            migrationBuilder.AlterColumn<string>(
                name: "case_reference",
                table: "notices",
                type: "text",
                nullable: false,
                defaultValue: "",
                oldClrType: typeof(string),
                oldType: "text",
                oldNullable: true);
        }
    }
}
