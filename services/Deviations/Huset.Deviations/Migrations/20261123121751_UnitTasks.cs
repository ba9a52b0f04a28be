using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Huset.Deviations.Migrations
{
    /// <inheritdoc />
    public partial class UnitTasks : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
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
                name: "unit_tasks");

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
